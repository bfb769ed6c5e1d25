//! What is known of a connection from outside: what it does, what it waits for, and since when.
//!
//! Requests only write down times. One timer a connection looks at them, no more often than the shortest time-out.

use std::sync::atomic::{AtomicBool, AtomicU8, Ordering::Relaxed};
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use futures_util::task::AtomicWaker;
use tokio::time::Instant;

use super::leftover::Leftover;
use super::since::{Phase, Phases, Since};
use super::timeouts::{GRACE, HASTE, PATIENCE, Review, Timeouts};

const STOP: u8 = 1;
const CUT: u8 = 2;
const REVIEW: u8 = 4;
const LEFTOVER: u8 = 8;

/// A connection, as its parts and the server know it.
pub(crate) struct Watch {
    start: Instant,
    phases: Phases,
    /// When the service began to wait for more of a body.
    body: Since,
    /// When the caller stopped to take what is sent.
    write: Since,
    /// When what nobody reads of a body began to be read on.
    discarding: Since,
    signals: AtomicU8,
    /// The body that the service waits for is overdue.
    overdue: AtomicBool,
    /// It has carried a request.
    is_used: AtomicBool,
    /// The connection can't be used after this answer.
    unusable: AtomicBool,
    task: AtomicWaker,
    reader: AtomicWaker,
    leftover: Mutex<Option<Leftover>>,
}

/// A connection that carries nothing. The least is missed least: one that never carried a request, or else not for the longest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Idle {
    is_used: bool,
    since: u64,
}

impl Watch {
    /// Of a connection that was made now. All times count from `start`.
    pub(crate) fn new(start: Instant) -> Self {
        let watch = Self {
            start,
            phases: Phases::default(),
            body: Since::default(),
            write: Since::default(),
            discarding: Since::default(),
            signals: AtomicU8::new(REVIEW),
            overdue: AtomicBool::new(false),
            is_used: AtomicBool::new(false),
            unusable: AtomicBool::new(false),
            task: AtomicWaker::new(),
            reader: AtomicWaker::new(),
            leftover: Mutex::new(None),
        };
        watch.shift(Phase::Idle);
        watch
    }

    fn now(&self) -> u64 {
        u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    /// False for a connection that was dropped.
    fn shift(&self, phase: Phase) -> bool {
        self.phases.shift(phase, self.now())
    }

    fn signal(&self, signals: u8) {
        self.signals.fetch_or(signals, Relaxed);
        self.task.wake();
    }

    fn has(&self, signal: u8) -> bool {
        self.signals.load(Relaxed) & signal != 0
    }
}

/// What the server says and asks.
impl Watch {
    /// Takes no further request. What is idle, or hasn't sent all of its head, closes at once.
    pub(crate) fn stop(&self) {
        self.signal(STOP | REVIEW);
    }

    /// Closes at once, whatever it does.
    pub(crate) fn cut(&self) {
        self.signal(CUT);
    }

    /// Since when the connection has carried nothing, if nobody would miss it.
    pub(crate) fn idle_since(&self) -> Option<Idle> {
        let since = self.phases.resting_since().filter(|_| self.write.get().is_none())?;
        (since + GRACE <= self.now()).then(|| Idle { is_used: self.is_used.load(Relaxed), since })
    }

    /// Closes a connection that has been idle since then. False if it is so no longer.
    pub(crate) fn drop_idle(&self, idle: Idle) -> bool {
        let dropped = self.phases.drop_resting(idle.since);
        self.task.wake();
        dropped
    }
}

/// What the socket and the service tell.
impl Watch {
    pub(super) fn reads(&self) {
        if self.phases.get() == Phase::Idle {
            self.shift(Phase::Head);
        }
    }

    pub(super) fn writes(&self) {
        self.write.clear();
    }

    pub(super) fn waits_to_write(&self) {
        self.write.begin(|| self.now());
    }

    /// All is answered; what the caller still sends is read on, so that it reads the answer.
    pub(super) fn lingers(&self) {
        self.shift(Phase::Closing);
        self.signal(REVIEW);
    }

    /// False if the connection was dropped meanwhile.
    pub(super) fn begins_call(&self) -> bool {
        self.is_used.store(true, Relaxed);
        self.shift(Phase::Call)
    }

    pub(super) fn ends_call(&self) {
        self.shift(Phase::Idle);
    }

    pub(super) fn got_body(&self) {
        self.body.clear();
        self.overdue.store(false, Relaxed);
    }

    /// False if it has waited for too long.
    pub(super) fn waits_for_body(&self, waker: &Waker) -> bool {
        self.reader.register(waker);
        self.body.begin(|| self.now());
        !self.overdue.load(Relaxed)
    }

    /// The rest of a body that nobody reads any more.
    pub(super) fn leaves(&self, leftover: Leftover) {
        *self.leftover.lock().unwrap_or_else(PoisonError::into_inner) = Some(leftover);
        self.discarding.begin(|| self.now());
        self.signal(LEFTOVER | REVIEW);
    }

    pub(super) fn spoils(&self) {
        self.unusable.store(true, Relaxed);
    }

    pub(super) fn is_spoiled(&self) -> bool {
        self.unusable.load(Relaxed)
    }
}

/// What the task of the connection asks.
impl Watch {
    pub(super) fn registers(&self, waker: &Waker) {
        self.task.register(waker);
    }

    pub(super) fn is_cut(&self) -> bool {
        self.has(CUT) || self.phases.get() == Phase::Dropped
    }

    pub(super) fn is_told_to_stop(&self) -> bool {
        self.has(STOP)
    }

    /// Whether nothing is lost if it ends now.
    pub(super) fn is_resting(&self) -> bool {
        matches!(self.phases.get(), Phase::Idle | Phase::Head) && self.write.get().is_none()
    }

    /// There is a new timer, which knows of nothing.
    pub(super) fn asks_for_review(&self) {
        self.signals.fetch_or(REVIEW, Relaxed);
    }

    /// Whether something began to wait that no timer knows of.
    pub(super) fn wants_review(&self) -> bool {
        self.has(REVIEW) && self.signals.fetch_and(!REVIEW, Relaxed) & REVIEW != 0
    }

    /// Reads on what nobody reads.
    pub(super) fn discard(&self, cx: &mut Context<'_>) {
        if !self.has(LEFTOVER) {
            return;
        }
        let mut held = self.leftover.lock().unwrap_or_else(PoisonError::into_inner);
        let ended = held.as_mut().is_none_or(|leftover| leftover.poll_discard(cx) == Poll::Ready(()));
        if ended {
            *held = None;
            self.discarding.clear();
            self.signals.fetch_and(!LEFTOVER, Relaxed);
            if self.phases.get() == Phase::Head {
                self.shift(Phase::Idle); // what was read was no head
            }
        }
    }

    /// Ends what has waited for too long, and says when to look again.
    pub(super) fn review(&self, timeouts: &Timeouts) -> Review {
        let now = self.now();
        let (phase, since) = self.phases.get_since();
        let hasty = |limit: u64| if self.is_told_to_stop() { limit.min(HASTE) } else { limit };
        let phase = match phase {
            Phase::Idle => timeouts.idle.map(|limit| since + limit),
            Phase::Head => timeouts.header.map(|limit| since + limit),
            Phase::Closing => Some(since + hasty(PATIENCE)),
            Phase::Call | Phase::Dropped => None,
        };
        let write = self.write.get().zip(timeouts.write).map(|(since, limit)| since + limit);
        if [phase, write].into_iter().flatten().any(|end| end <= now) {
            return Review::Close;
        }
        let limit = if self.is_told_to_stop() { Some(hasty(timeouts.body.unwrap_or(u64::MAX))) } else { timeouts.body };
        let body =
            self.body.get().zip(limit).map(|(since, limit)| since + limit).filter(|end| !self.misses_body(*end, now));
        let discarding = self.discarding.get().map(|since| since + PATIENCE).filter(|end| !self.gives_up(*end, now));
        let later = timeouts.shortest().map(|shortest| now + hasty(shortest));
        let next = [phase, write, body, discarding, later].into_iter().flatten().min();
        next.map_or(Review::Never, |next| Review::At(self.start + Duration::from_millis(next)))
    }

    fn misses_body(&self, end: u64, now: u64) -> bool {
        if end > now {
            return false;
        }
        self.overdue.store(true, Relaxed);
        self.body.clear();
        self.reader.wake();
        true
    }

    fn gives_up(&self, end: u64, now: u64) -> bool {
        if end > now {
            return false;
        }
        *self.leftover.lock().unwrap_or_else(PoisonError::into_inner) = None; // hyper closes the connection for it
        true
    }
}
