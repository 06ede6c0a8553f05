//! A channel that keeps letters in memory: `record:`, for tests.

use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;

use super::{Channel, DeliveryError, Letter};

/// Keeps what it was given, and fails as often as it is told to.
#[derive(Debug, Default)]
pub struct RecordingChannel {
    letters: Mutex<Vec<Letter>>,
    failures: Mutex<Vec<DeliveryError>>,
}

impl RecordingChannel {
    /// The letters so far, in order, repeats included.
    pub fn letters(&self) -> Vec<Letter> {
        self.letters.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Forgets the failures that were asked for and did not happen.
    pub fn mend(&self) {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Lets the next delivery fail with this.
    pub fn fail_next(&self, error: DeliveryError) {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner).push(error);
    }
}

#[async_trait]
impl Channel for RecordingChannel {
    fn name(&self) -> &'static str {
        "record"
    }

    async fn deliver(&self, letter: &Letter) -> Result<(), DeliveryError> {
        if let Some(error) = self.failures.lock().unwrap_or_else(PoisonError::into_inner).pop() {
            return Err(error);
        }
        self.letters.lock().unwrap_or_else(PoisonError::into_inner).push(letter.clone());
        Ok(())
    }
}
