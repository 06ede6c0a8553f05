//! The pages of the browser, over HTTP: what they show, and what happens when their forms are posted.
#![expect(clippy::unwrap_used, reason = "a suite that fails, fails its test")]

mod pages {
    mod audit;
    mod decide;
    mod documents;
    mod drafts;
    mod forms;
    mod inbox;
    mod letters;
    mod linked;
    mod live;
    mod many;
    mod moved;
    mod notes;
    mod oidc;
    mod organization;
    mod paths;
    mod people;
    mod provider;
    mod rendering;
    mod schedules;
    mod search;
    mod security;
    mod sign_in;
    mod terms;
    mod visitor;
    mod work;
}
