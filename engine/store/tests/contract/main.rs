//! The contract of a store: the same tests run on SQLite and on PostgreSQL, so that two SQL texts
//! keep one promise.

#![expect(clippy::unwrap_used, reason = "a test fails where it stands")]

mod audit;
mod bare;
mod case;
mod commits;
mod documents;
mod facts;
mod hostile;
mod inbox;
mod jobs;
mod many;
mod maps;
mod nodes;
mod organization;
mod outbox;
mod people;
mod place;
mod schedules;
mod timers;

/// A test of the contract is a function of a [`place::Place`]; it runs once per database.
macro_rules! contract {
    (
        both: $($module:ident :: $test:ident),+;
        postgres: $($nodes:ident :: $node_test:ident),+ $(;)?
    ) => {
        mod sqlite {
            mod contract {$(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $test() {
                    let place = crate::place::Place::sqlite();
                    crate::$module::$test(&place).await;
                    place.remove().await;
                }
            )+}
        }
        mod postgres {
            mod contract {
                on_postgres!($($module :: $test),+);
            }
            mod nodes {
                on_postgres!($($nodes :: $node_test),+);
            }
        }
    };
}

macro_rules! on_postgres {
    ($($module:ident :: $test:ident),+) => {$(
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $test() {
            let Some(place) = crate::place::Place::postgres(stringify!($test)).await else {
                return;
            };
            crate::$module::$test(&place).await;
            place.remove().await;
        }
    )+};
}

contract! {
    both:
    bare::the_ceiling_writes_what_a_store_writes,
    commits::a_commit_is_stored_whole,
    commits::a_refused_commit_changes_nothing,
    commits::a_repeated_key_gives_the_first_answer,
    commits::a_commit_out_of_sequence_is_refused,
    commits::closing_keeps_everything,
    commits::instances_are_filtered_newest_first,
    commits::a_case_is_found_by_the_case_it_is_about,
    commits::totals_count_what_is_open,
    inbox::tasks_come_by_due_date_then_number,
    inbox::tasks_are_filtered,
    inbox::pages_of_an_inbox_join_without_gap,
    inbox::an_inbox_shows_the_offices_of_its_reader,
    inbox::the_urgent_and_the_paused_are_found,
    inbox::a_draft_is_its_writers_until_it_is_left,
    inbox::a_change_of_a_task_keeps_its_draft,
    inbox::filters_and_settings_are_kept,
    inbox::cases_are_found_by_words_and_numbers,
    timers::timers_come_in_due_order,
    timers::a_scheduled_run_begins_once,
    schedules::schedules_are_replaced_and_removed,
    schedules::a_run_is_stored_with_its_mails_once,
    schedules::one_of_many_makes_a_run,
    schedules::a_run_without_mails_is_a_run,
    jobs::a_lease_is_a_fence,
    jobs::an_expired_lease_is_listed_and_costs_its_holder,
    jobs::only_available_jobs_of_the_worker_are_leased,
    jobs::two_workers_never_share_a_job,
    outbox::effects_leave_in_the_order_of_their_instance,
    outbox::an_undelivered_effect_is_tried_again_before_later_ones,
    outbox::a_failed_effect_stays_visible_and_blocks_nobody,
    outbox::a_letter_to_print_holds_nobody_up,
    outbox::an_expired_lease_is_delivered_again_under_a_new_token,
    documents::a_document_is_numbered_once,
    documents::numbers_have_no_gap_and_begin_again_with_their_period,
    documents::a_document_is_kept_whole_and_once,
    documents::many_at_once_get_different_numbers,
    people::editions_are_kept_once,
    people::people_are_replaced,
    people::sessions_end,
    organization::a_change_is_stored_whole_and_raises_the_version,
    organization::a_change_that_was_decided_on_an_old_version_changes_nothing,
    organization::a_commit_on_an_old_organization_is_refused,
    organization::absences_stay_and_those_that_ended_are_not_loaded,
    organization::tokens_are_found_by_their_hash_and_listed_by_their_holder,
    organization::sessions_end_with_their_person,
    organization::loads_count_the_open_tasks_of_each,
    organization::guesses_are_counted_and_forgotten,
    organization::a_way_is_taken_once,
    people::the_audit_is_read_in_order,
    facts::facts_come_by_day_and_edition,
    facts::a_day_that_is_over_is_whole_whatever_comes_later,
    facts::the_size_of_days_that_are_over_is_that_of_their_texts,
    facts::readers_beside_writers_see_whole_days,
    facts::running_cases_are_listed_without_their_bodies,
    facts::a_report_is_kept_under_its_name,
    maps::publications_are_numbered_and_changed_on_their_version,
    maps::a_draft_is_saved_on_the_version_that_was_edited,
    maps::a_migration_is_kept_with_its_cases,
    audit::every_row_is_linked_to_the_one_before,
    audit::nobody_forks_or_loses_a_link,
    audit::rows_are_found_by_who_did_what_and_when,
    audit::a_checkpoint_has_each_head_once,
    many::sixteen_callers_commit_their_instances,
    many::one_of_many_wins_each_version,
    many::one_of_many_uses_a_key,
    many::a_caller_that_goes_away_leaves_nothing_half_done,
    hostile::texts_come_back_as_they_were,
    hostile::a_character_nul_does_no_harm,
    hostile::large_data_comes_back,
    commits::a_newer_schema_is_refused;
    postgres:
    nodes::nodes_take_different_work,
    nodes::a_timer_of_a_dead_node_is_taken_over,
    nodes::no_transaction_stays_open_behind_a_caller;
}

#[test]
fn postgres_is_tested_or_said_to_be_skipped() {
    if place::server().is_none() {
        place::say_skipped();
    }
}
