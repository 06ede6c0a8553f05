//! The player: goes through a scenario entry by entry and stops at the first that does not hold.

use std::sync::Arc;

use jiff::Timestamp;

use super::command::{self, words};
use super::compare::{Facts, compare};
use super::world::{Trouble, World, letters};
use super::{Act, Expectation, Expected, Play, Scenario, What};
use crate::effect::Effect;
use crate::event::Recorded;
use crate::instance::Instance;
use crate::process::Process;
use crate::source::Span;

/// More timers than this during one wait mean that the map keeps itself busy.
const TIMERS_PER_WAIT_MAX: usize = 10_000;

/// Somebody who follows a play: the simulator prints what it is told.
pub trait Observer {
    /// Something happened.
    fn played(&mut self, played: &Played<'_>);
}

/// What one entry of a play, or one timer, brought about.
#[derive(Clone, Copy, Debug)]
pub struct Played<'a> {
    /// The process.
    pub process: &'a Process,
    /// When.
    pub at: Timestamp,
    /// The instance after it.
    pub instance: &'a Instance,
    /// What happened.
    pub events: &'a [Recorded],
    /// What was to be told.
    pub effects: &'a [Effect],
}

/// Nobody follows.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Observer for Silent {
    fn played(&mut self, _: &Played<'_>) {}
}

/// An entry that did not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Where it stands in the scenario.
    pub span: Span,
    /// What was expected.
    pub expected: String,
    /// What was found.
    pub found: String,
}

/// Plays a scenario in a world whose clock stands at the beginning of the scenario.
pub fn play(
    scenario: &Scenario,
    world: &mut dyn World,
    observer: &mut dyn Observer,
) -> Result<(), Failure> {
    let process = world.process();
    let mut player = Player { scenario, world, observer, process, seen: (0, 0), told: 0 };
    scenario.play.iter().try_for_each(|entry| player.entry(entry))
}

struct Player<'a> {
    scenario: &'a Scenario,
    world: &'a mut dyn World,
    observer: &'a mut dyn Observer,
    process: Arc<Process>,
    /// How many events and effects the observer knows.
    seen: (usize, usize),
    /// How many effects there were when letters were looked at last.
    told: usize,
}

impl Player<'_> {
    fn entry(&mut self, entry: &Play) -> Result<(), Failure> {
        match &entry.what {
            What::Act(act) => match self.act(act) {
                Ok(()) => self.observe(entry.span),
                Err(trouble) => Err(self.unexpected(entry.span, act, &trouble)),
            },
            What::Refused { act, because } => {
                let outcome = self.act(act);
                refused(entry.span, act, because, outcome)
            }
            What::Expect(expectations) => {
                let told = self.letters(entry.span)?.len();
                let letters = |it: &Expectation| matches!(it.that, Expected::Sent(_));
                expectations.iter().try_for_each(|expectation| self.expect(expectation))?;
                if expectations.iter().any(letters) {
                    self.told = told;
                }
                Ok(())
            }
            What::Wait(term) => {
                let calendar = self.process.calendar_known(self.world.now());
                let until = calendar.due_at(self.world.now(), *term);
                let until = until.map_err(|error| {
                    failure(entry.span, format!("`{term}` can be waited for"), error.to_string())
                })?;
                self.advance(entry.span, until.0)
            }
            What::Until(moment) => {
                let calendar = self.process.calendar_known(self.world.now());
                self.advance(entry.span, calendar.timestamp(*moment))
            }
        }
    }

    fn advance(&mut self, span: Span, until: Timestamp) -> Result<(), Failure> {
        let expected = || "time goes on".to_owned();
        if until < self.world.now() {
            let found = "the moment lies before the present one".to_owned();
            return Err(failure(span, expected(), found));
        }
        for _ in 0..TIMERS_PER_WAIT_MAX {
            let due = self.next_due(span)?;
            let Some(due) = due.filter(|due| *due <= until) else {
                self.world.set(until);
                return Ok(());
            };
            self.world.set(due.max(self.world.now()));
            self.world.fire().map_err(|trouble| {
                failure(span, format!("the timer due at {due} fires"), describe(&trouble))
            })?;
            self.observe(span)?;
        }
        Err(failure(span, expected(), format!("more than {TIMERS_PER_WAIT_MAX} timers fired")))
    }

    /// When the next timer is due, of the instance or of a case that it called.
    fn next_due(&mut self, span: Span) -> Result<Option<Timestamp>, Failure> {
        let called = self.world.called().map_err(|trouble| broken(span, &trouble))?;
        let called = called.into_iter().map(|(_, instance)| instance);
        let all: Vec<Instance> = self.instance(span)?.into_iter().chain(called).collect();
        Ok(all.iter().flat_map(|it| it.timers.values().map(|timer| timer.due)).min())
    }

    fn act(&mut self, act: &Act) -> Result<(), Trouble> {
        let (command, by) = command::of(self.scenario, self.world, act)?;
        self.world.submit(command, &by)
    }

    fn expect(&mut self, expectation: &Expectation) -> Result<(), Failure> {
        let span = expectation.span;
        let instance = self.instance(span)?;
        let events = self.world.events().map_err(|trouble| broken(span, &trouble))?;
        let letters = self.letters(span)?;
        let facts = Facts {
            process: &self.process,
            now: self.world.now(),
            instance: instance.as_ref(),
            events: &events,
            letters,
            told: self.told,
        };
        compare(&expectation.that, &facts)
            .map_err(|(expected, found)| failure(span, expected, found))
    }

    fn unexpected(&mut self, span: Span, act: &Act, trouble: &Trouble) -> Failure {
        let mut found = describe(trouble);
        if let Ok(Some(instance)) = self.world.instance() {
            let open: Vec<_> = instance.activations.values().map(|it| it.step.as_str()).collect();
            found = format!("{found} (open: {})", open.join(", "));
        }
        failure(span, format!("{} succeeds", words(act)), found)
    }

    fn instance(&mut self, span: Span) -> Result<Option<Instance>, Failure> {
        self.world.instance().map_err(|trouble| broken(span, &trouble))
    }

    fn effects(&mut self, span: Span) -> Result<Vec<Effect>, Failure> {
        self.world.effects().map_err(|trouble| broken(span, &trouble))
    }

    /// The messages sent so far, as scenarios name them.
    fn letters(&mut self, span: Span) -> Result<Vec<(String, Vec<String>)>, Failure> {
        let effects = self.effects(span)?;
        Ok(effects.iter().filter_map(|effect| letters(&self.process, effect)).collect())
    }

    /// Shows the observer what is new.
    fn observe(&mut self, span: Span) -> Result<(), Failure> {
        let Some(instance) = self.instance(span)? else { return Ok(()) };
        let events = self.world.events().map_err(|trouble| broken(span, &trouble))?;
        let effects = self.effects(span)?;
        self.observer.played(&Played {
            process: &self.process,
            at: self.world.now(),
            instance: &instance,
            events: events.get(self.seen.0..).unwrap_or_default(),
            effects: effects.get(self.seen.1..).unwrap_or_default(),
        });
        self.seen = (events.len(), effects.len());
        Ok(())
    }
}

/// Whether an act was refused for this reason.
fn refused(
    span: Span,
    act: &Act,
    because: &str,
    outcome: Result<(), Trouble>,
) -> Result<(), Failure> {
    let expected = format!("{} is refused: {because}", words(act));
    match outcome {
        Err(Trouble::Refused(rejection)) if rejection.code.as_str() == because => Ok(()),
        Err(trouble) => Err(failure(span, expected, describe(&trouble))),
        Ok(()) => Err(failure(span, expected, "it succeeded".to_owned())),
    }
}

fn describe(trouble: &Trouble) -> String {
    match trouble {
        Trouble::Refused(rejection) => format!("refused: {}: {rejection}", rejection.code.as_str()),
        Trouble::Broken(fault) => format!("fault: {fault}"),
    }
}

const fn failure(span: Span, expected: String, found: String) -> Failure {
    Failure { span, expected, found }
}

fn broken(span: Span, trouble: &Trouble) -> Failure {
    failure(span, "a sound world".to_owned(), describe(trouble))
}
