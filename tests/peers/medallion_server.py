"""medallion on a free port, which it writes to standard output. Usage: medallion_server.py DATA USER PASSWORD"""

import json
import sys
import tempfile
from pathlib import Path

from medallion import load_app
from werkzeug.serving import make_server

data, user, password = sys.argv[1:]
with tempfile.TemporaryDirectory() as folder:
    backend = {"module": "medallion.backends.memory_backend", "module_class": "MemoryBackend", "filename": data}
    config = Path(folder) / "medallion.json"
    config.write_text(json.dumps({"backend": backend, "users": {user: password}, "taxii": {"max_page_size": 100}}))
    app = load_app(str(config))
server = make_server("127.0.0.1", 0, app, threaded=True)
print(f"port {server.server_port}", flush=True)
server.serve_forever()
