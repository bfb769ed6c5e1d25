//! Moments that several threads look at, in milliseconds after the start of a server.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// What a connection does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// Waits for a request.
    Idle,
    /// Has sent a part of a head.
    Head,
    /// From the end of the head to the end of the answer.
    Call,
    /// Has its last answer.
    Closing,
    /// Had to make room.
    Dropped,
}

/// A phase, and since when: in the lowest three bits, and above.
#[derive(Default)]
pub(super) struct Phases(AtomicU64);

/// Since when something waits, if it does: one more than the moment, 0 if not.
#[derive(Default)]
pub(super) struct Since(AtomicU64);

impl Phases {
    pub(super) fn get(&self) -> Phase {
        self.get_since().0
    }

    pub(super) fn get_since(&self) -> (Phase, u64) {
        unpack(self.0.load(Relaxed))
    }

    /// False once it was dropped: that is the last phase.
    pub(super) fn shift(&self, phase: Phase, now: u64) -> bool {
        let shift = |known| (unpack(known).0 != Phase::Dropped).then(|| pack(phase, now));
        self.0.fetch_update(Relaxed, Relaxed, shift).is_ok()
    }

    /// Since when nobody would miss the connection.
    pub(super) fn resting_since(&self) -> Option<u64> {
        let (phase, since) = self.get_since();
        matches!(phase, Phase::Idle | Phase::Closing).then_some(since)
    }

    /// Drops a connection that has been resting since then, unless it did something meanwhile.
    pub(super) fn drop_resting(&self, since: u64) -> bool {
        let dropped = pack(Phase::Dropped, since);
        [Phase::Idle, Phase::Closing]
            .into_iter()
            .any(|phase| self.0.compare_exchange(pack(phase, since), dropped, Relaxed, Relaxed).is_ok())
    }
}

impl Since {
    pub(super) fn get(&self) -> Option<u64> {
        self.0.load(Relaxed).checked_sub(1)
    }

    /// Keeps the moment at which it began.
    pub(super) fn begin(&self, now: impl FnOnce() -> u64) {
        if self.0.load(Relaxed) == 0 {
            self.0.store(now() + 1, Relaxed);
        }
    }

    pub(super) fn clear(&self) {
        if self.0.load(Relaxed) != 0 {
            self.0.store(0, Relaxed);
        }
    }
}

const PHASES: [Phase; 5] = [Phase::Idle, Phase::Head, Phase::Call, Phase::Closing, Phase::Dropped];

fn pack(phase: Phase, since: u64) -> u64 {
    (since << 3) | phase as u64
}

fn unpack(packed: u64) -> (Phase, u64) {
    let phase = PHASES.into_iter().find(|phase| *phase as u64 == packed & 7);
    (phase.unwrap_or(Phase::Dropped), packed >> 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phases_keep_their_beginning() {
        let phases = Phases::default();
        assert_eq!(phases.get_since(), (Phase::Idle, 0));
        for phase in PHASES {
            assert!(phases.shift(phase, 1 << 40));
            assert_eq!(phases.get_since(), (phase, 1 << 40));
        }
        assert!(!phases.shift(Phase::Call, 7), "the last phase was dropped");
    }

    #[test]
    fn only_what_rests_is_dropped() {
        let check = |phase, wanted| {
            let phases = Phases::default();
            phases.shift(phase, 7);
            assert!(!phases.drop_resting(6), "{phase:?}: it began later");
            assert_eq!(phases.resting_since().is_some(), wanted, "{phase:?}");
            assert_eq!(phases.drop_resting(7), wanted, "{phase:?}");
        };
        check(Phase::Idle, true);
        check(Phase::Head, false);
        check(Phase::Call, false);
        check(Phase::Closing, true);
    }

    #[test]
    fn a_wait_begins_once() {
        let since = Since::default();
        assert_eq!(since.get(), None);
        since.begin(|| 0);
        since.begin(|| 5);
        assert_eq!(since.get(), Some(0));
        since.clear();
        assert_eq!(since.get(), None);
    }
}
