//! The walk through the virtual half-year.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use fastrand::Rng;
use jiff::{Timestamp, ToSpan};
use reglament_core::command::{Actor, Command, Role};
use reglament_core::event::ActivationNo;
use reglament_core::ids::{IncidentId, InstanceId};
use reglament_core::instance::{ActivationState, Instance, Priority};
use reglament_store::{InstanceFilter, LeaseCheck, Person};
use tokio::task::JoinSet;

use super::agenda::{Act, Agenda};
use super::arrivals::{self, Arrival};
use super::doing::{Doing, Scene};
use super::examples::{self, Examples};
use super::plan::Case;
use super::post::Post;
use super::staff::Staff;
use super::words::Words;
use super::{DemoError, Plan, Summary};
use crate::app::App;
use crate::assets::Assets;
use crate::clock::SetClock;
use crate::connectors::Connectors;
use crate::dispatch::{Options, Reply, Target};
use crate::workers::{Jobs, Papers, Timers, Worker, WorkerFault};

/// Effects are delivered at the latest after this time of the virtual clock.
const POST_MINUTES: i64 = 120;
/// Documents are typeset for so many last days.
const TYPESET_DAYS: i64 = 10;
/// A program outside leases a job for so long.
const LEASE: std::time::Duration = std::time::Duration::from_mins(1);
/// So many decided cases are remembered, for others to be about.
const DECIDED_MAX: usize = 500;

/// An installation whose clock can be set.
pub struct Installation {
    /// The product, over an empty store.
    pub app: App,
    /// Its clock.
    pub clock: Arc<SetClock>,
    /// The maps, the words and the examples.
    pub processes: Assets,
    /// The built-in workers.
    pub connectors: Connectors,
    /// Who typesets.
    pub papers: Papers,
    /// The program that files applications.
    pub portal: String,
}

/// Makes the cases. `progress` is told the day and the number of cases filed, once a virtual week.
pub async fn run(
    installation: Installation,
    plan: Plan,
    progress: impl FnMut(Timestamp, u64),
) -> Result<Summary, DemoError> {
    let fault = |fault: WorkerFault| DemoError::Fault(fault.to_string());
    let one = InstanceFilter { limit: 1, ..InstanceFilter::default() };
    let found = installation.app.store.instances(&one).await.map_err(|it| fault(it.into()))?;
    if !found.is_empty() {
        return Err(DemoError::NotEmpty);
    }
    let mut walk = Walk::prepare(installation, plan).await.map_err(fault)?;
    if walk.cases.is_empty() && plan.cases > 0 {
        return Err(DemoError::NoMaps);
    }
    walk.walk(plan.until, progress).await.map_err(fault)?;
    walk.finish().await.map_err(fault)
}

struct Walk {
    app: App,
    clock: Arc<SetClock>,
    connectors: BTreeSet<String>,
    jobs: Jobs,
    timers: Timers,
    post: Post,
    posted_at: Timestamp,
    words: Words,
    examples: BTreeMap<reglament_core::ids::ProcessId, Examples>,
    staff: Staff,
    supervisor: Option<Person>,
    portal: String,
    agenda: Agenda,
    cases: Vec<Case>,
    known: BTreeMap<InstanceId, usize>,
    /// The cases that wait for a built-in connector.
    at_connectors: BTreeSet<usize>,
    decided: Vec<InstanceId>,
    rng: Rng,
    summary: Summary,
}

impl Walk {
    async fn prepare(installation: Installation, plan: Plan) -> Result<Self, WorkerFault> {
        let Installation { app, clock, processes, connectors, papers, portal } = installation;
        let mut rng = Rng::with_seed(plan.seed);
        let from = plan.until.checked_sub((i64::from(plan.days) * 24).hours())?;
        let first = from.to_zoned(app.settings.zone.clone());
        let staff = Staff::of(&*app.roster().await?, &first, i32::from(plan.days), &mut rng);
        let catalogue = app.catalogue();
        let maps: Vec<_> = catalogue.all_current().cloned().collect();
        let arrivals = arrivals::draw(&maps, plan.cases, from, plan.until, &mut rng);
        let mut agenda = Agenda::default();
        let mut cases = Vec::with_capacity(arrivals.len());
        for Arrival { at, process } in arrivals {
            agenda.put(at, cases.len(), Act::File);
            cases.push(Case::new(process, rng.u64(..)));
        }
        let supervises = |it: &&Person| it.roles.contains(&Role::Supervisor);
        let supervisor = staff.people().find(supervises).cloned();
        let typeset_from = plan.until.checked_sub((TYPESET_DAYS * 24).hours())?;
        let papers = Arc::new(papers);
        clock.set(from);
        Ok(Self {
            connectors: connectors.keys().cloned().collect(),
            jobs: Jobs::new(app.clone(), connectors),
            timers: Timers::new(app.clone()),
            post: Post { app: app.clone(), papers, typeset_from },
            posted_at: from,
            words: Words::read(&processes)?,
            examples: examples::read(&processes)?,
            staff,
            supervisor,
            portal,
            agenda,
            cases,
            known: BTreeMap::new(),
            at_connectors: BTreeSet::new(),
            decided: Vec::new(),
            rng,
            summary: Summary::default(),
            app,
            clock,
        })
    }

    async fn walk(
        &mut self,
        until: Timestamp,
        mut progress: impl FnMut(Timestamp, u64),
    ) -> Result<(), WorkerFault> {
        let mut told = self.posted_at;
        while let Some(now) = self.next().await?.filter(|next| *next <= until) {
            self.clock.set(now);
            self.fire(now).await?;
            let acts = self.agenda.due(now);
            self.act(acts, now).await?;
            self.connect(now).await?;
            if now.duration_since(self.posted_at).as_mins() >= POST_MINUTES {
                self.post(now).await?;
            }
            if now.duration_since(told).as_hours() >= 7 * 24 {
                told = now;
                progress(now, self.summary.filed);
            }
        }
        self.clock.set(until);
        self.fire(until).await?;
        self.post(until).await
    }

    /// The next moment at which something happens; never one that has passed.
    async fn next(&self) -> Result<Option<Timestamp>, WorkerFault> {
        let timer = self.app.store.next_timer().await?;
        let next = [self.agenda.next(), timer].into_iter().flatten().min();
        Ok(next.map(|next| next.max(crate::clock::Clock::now(&*self.clock))))
    }

    /// Fires the timers that are due.
    async fn fire(&mut self, now: Timestamp) -> Result<(), WorkerFault> {
        loop {
            let fired = self.timers.fire_due(now).await?;
            if fired.iter().all(|(_, count)| *count == 0) {
                // What cannot be fired would be due for ever.
                let late = self.app.store.next_timer().await?.filter(|next| *next <= now);
                return late.map_or(Ok(()), |_| Err("a due timer cannot be fired".into()));
            }
            let cases: BTreeSet<usize> =
                fired.iter().filter_map(|(case, _)| self.known.get(case).copied()).collect();
            for case in cases {
                self.look(case, now).await?;
            }
        }
    }

    /// Does what is to be done at this moment: at once where the cases are different ones.
    async fn act(&mut self, acts: Vec<(usize, Act)>, now: Timestamp) -> Result<(), WorkerFault> {
        let mut waiting = acts;
        while !waiting.is_empty() {
            let mut busy = BTreeSet::new();
            let (round, rest): (Vec<_>, Vec<_>) =
                waiting.into_iter().partition(|(case, _)| busy.insert(*case));
            waiting = rest;
            self.round(round, now).await?;
        }
        Ok(())
    }

    async fn round(&mut self, acts: Vec<(usize, Act)>, now: Timestamp) -> Result<(), WorkerFault> {
        let mut running = JoinSet::new();
        for (place, (case, act)) in acts.iter().enumerate() {
            let Some((command, by, options)) = self.doing(*case, act, now).await? else { continue };
            let target = match (&self.cases[*case].id, act) {
                (Some(id), _) => Target::Instance(id.clone()),
                (None, _) => Target::New(self.cases[*case].process.definition.process.clone()),
            };
            let dispatcher = self.app.dispatcher.clone();
            running.spawn(async move {
                (place, dispatcher.dispatch(target, command, by, options).await)
            });
        }
        let mut done: Vec<_> = running.join_all().await;
        done.sort_by_key(|(place, _)| *place);
        for (place, reply) in done {
            let (case, act) = &acts[place];
            self.done(*case, act, &reply?, now).await?;
        }
        Ok(())
    }

    async fn done(
        &mut self,
        case: usize,
        act: &Act,
        reply: &Reply,
        now: Timestamp,
    ) -> Result<(), WorkerFault> {
        self.summary.commands += 1;
        self.summary.interrupted += u64::from(matches!(act, Act::Interrupt(_)));
        if *act == Act::File {
            self.summary.filed += 1;
            self.cases[case].id = Some(reply.instance.clone());
            self.known.insert(reply.instance.clone(), case);
        }
        if let Act::Take(no) = act {
            self.handle(case, *no, now).await?;
        }
        self.look(case, now).await
    }

    /// Plans when a task that was taken is completed.
    async fn handle(
        &mut self,
        index: usize,
        no: ActivationNo,
        now: Timestamp,
    ) -> Result<(), WorkerFault> {
        let Some(instance) = self.instance(index).await? else { return Ok(()) };
        let Some(ActivationState::Task(task)) =
            instance.activations.get(&no).map(|open| &open.state)
        else {
            return Ok(());
        };
        let speed = task.assignee.as_ref().map_or(1.0, |it| self.staff.pace(&it.person));
        let case = &mut self.cases[index];
        let minutes = speed * (8.0 + 70.0 * case.rng.f64() * case.rng.f64());
        let at = case.later(now, minutes);
        self.agenda.put(at, index, Act::Complete(no));
        Ok(())
    }

    /// The command of an act, if it can still be done.
    async fn doing(
        &mut self,
        place: usize,
        act: &Act,
        now: Timestamp,
    ) -> Result<Option<(Command, Actor, Options)>, WorkerFault> {
        let instance = self.instance(place).await?;
        if instance.as_ref().is_some_and(|it| !it.is_running()) {
            return Ok(None);
        }
        if let (Act::Work(no), Some(instance)) = (act, &instance) {
            return self.work(place, instance, *no, now).await;
        }
        let doing = self.command(place, act, instance.as_deref(), now);
        if *act == Act::File && doing.is_none() {
            match self.cases[place].comes_again(now) {
                Some(at) => self.agenda.put(at, place, Act::File),
                None => self.summary.not_filed += 1,
            }
        }
        let still_open =
            |no: &ActivationNo| instance.as_ref().is_some_and(|it| it.activations.contains_key(no));
        if let (Act::Complete(no), None) = (act, &doing) {
            self.summary.stuck += u64::from(still_open(no));
        }
        Ok(doing.map(|(command, by)| (command, by, Options::default())))
    }

    fn command(
        &mut self,
        place: usize,
        act: &Act,
        instance: Option<&Instance>,
        now: Timestamp,
    ) -> Doing {
        let nothing = Examples::default();
        let case = &mut self.cases[place];
        let examples = self.examples.get(&case.process.definition.process).unwrap_or(&nothing);
        let decided = (!self.decided.is_empty()).then(|| self.rng.usize(..self.decided.len()));
        let scene = Scene {
            words: &self.words,
            examples,
            staff: &self.staff,
            portal: &self.portal,
            supervisor: self.supervisor.as_ref(),
            decided: decided.map(|place| &self.decided[place]),
            now,
        };
        match (act, instance) {
            (Act::File, None) => scene.file(case),
            (Act::Take(no), Some(instance)) => scene.take(case, instance, *no),
            (Act::Complete(no), Some(instance)) => {
                let returned = case.returned;
                let doing = scene.complete(case, instance, *no);
                self.summary.returned += u64::from(case.returned - returned);
                doing
            }
            (Act::Answer(no), Some(instance)) => scene.answer(case, instance, *no),
            (Act::Interrupt(name), Some(instance)) => scene.message(case, instance, name, None),
            (Act::Comment, Some(instance)) => scene.comment(case, instance),
            (Act::Urge(no), Some(instance)) => {
                let (task, priority) = (instance.task_id(*no), Priority::High);
                scene.supervise(case, instance, Command::SetPriority { task, priority })
            }
            (Act::Extend, Some(instance)) => scene.extend(case, instance),
            (Act::HandOver, Some(instance)) => scene.supervise(case, instance, Command::GiveNotice),
            (Act::Retry(no), Some(instance)) => {
                let incident: IncidentId = instance.incident_id(*no);
                scene.supervise(case, instance, Command::RetryIncident { incident })
            }
            _ => None,
        }
    }

    /// A program outside leases its job and completes it.
    async fn work(
        &mut self,
        place: usize,
        instance: &Instance,
        no: ActivationNo,
        now: Timestamp,
    ) -> Result<Option<(Command, Actor, Options)>, WorkerFault> {
        let Some(ActivationState::Job(job)) = instance.activations.get(&no).map(|it| &it.state)
        else {
            return Ok(None);
        };
        if self.connectors.contains(&job.worker) {
            self.at_connectors.insert(place);
            return Ok(None);
        }
        let id = instance.job_id(no);
        let leased = self.app.store.lease_jobs(&job.worker, now, LEASE, u32::MAX).await?;
        let mine = leased.into_iter().find(|it| it.job.job == id);
        let Some(mine) = mine else { return Ok(None) };
        let nothing = Examples::default();
        let case = &mut self.cases[place];
        let scene = Scene {
            words: &self.words,
            examples: self.examples.get(&case.process.definition.process).unwrap_or(&nothing),
            staff: &self.staff,
            portal: &self.portal,
            supervisor: None,
            decided: None,
            now,
        };
        let output = scene.output(case, &job.worker);
        let by = Actor::of_program(job.worker.clone(), [Role::Worker].into());
        let lease = Some(LeaseCheck { job: id.clone(), token: mine.token });
        let options = Options { lease, ..Options::default() };
        Ok(Some((Command::CompleteJob { job: id, output }, by, options)))
    }

    /// Lets the built-in connectors do their jobs.
    async fn connect(&mut self, now: Timestamp) -> Result<(), WorkerFault> {
        if self.at_connectors.is_empty() {
            return Ok(());
        }
        while self.jobs.run_once(now).await? > 0 {}
        for case in std::mem::take(&mut self.at_connectors) {
            self.look(case, now).await?;
        }
        Ok(())
    }

    async fn post(&mut self, now: Timestamp) -> Result<(), WorkerFault> {
        self.posted_at = now;
        self.summary.effects += self.post.deliver(now).await?;
        Ok(())
    }

    async fn instance(&self, case: usize) -> Result<Option<Arc<Instance>>, WorkerFault> {
        let Some(id) = &self.cases[case].id else { return Ok(None) };
        Ok(self.app.dispatcher.known(id).await?)
    }

    /// Looks at a case after something happened to it, and plans what comes next.
    async fn look(&mut self, place: usize, now: Timestamp) -> Result<(), WorkerFault> {
        let Some(instance) = self.instance(place).await? else { return Ok(()) };
        if !instance.is_running() {
            self.close(place, &instance);
            return Ok(());
        }
        let case = &mut self.cases[place];
        for (at, act) in case.plan(&instance, &self.staff, now) {
            self.agenda.put(at, place, act);
        }
        Ok(())
    }

    fn close(&mut self, place: usize, instance: &Instance) {
        if self.known.remove(&instance.id).is_none() {
            return;
        }
        self.summary.count(instance);
        // Nobody complains about a complaint here.
        if self.cases[place].process.definition.linked_case.is_none() {
            self.decided.push(instance.id.clone());
            if self.decided.len() > DECIDED_MAX {
                self.decided.remove(0);
            }
        }
    }

    async fn finish(mut self) -> Result<Summary, WorkerFault> {
        let open: Vec<_> = self.known.values().copied().collect();
        for place in open {
            if let Some(instance) = self.instance(place).await? {
                self.summary.count(&instance);
            }
        }
        Ok(self.summary)
    }
}
