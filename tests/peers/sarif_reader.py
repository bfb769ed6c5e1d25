"""What `check --format sarif` says of all our fixtures is a log after the standard's schema, as pydantic-sarif has it."""

import json
import subprocess

from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Log

from support import HERE, binary

ROOT = HERE.parent.parent


def main():
    command = [binary("capwright"), "check", "--specs", "codegen/tests", "--format", "sarif"]
    check = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert check.returncode == 1, check
    log = Log.model_validate(json.loads(check.stdout))
    (run,) = log.runs
    rules = [rule.id for rule in run.tool.driver.rules]
    assert len(rules) > 20, rules
    for result in run.results:
        assert rules[result.ruleIndex] == result.ruleId, result
        (location,) = result.locations
        assert (ROOT / location.physicalLocation.artifactLocation.uri).is_file(), location
    print(f"{len(run.results)} results of {len(rules)} rules")


main()
