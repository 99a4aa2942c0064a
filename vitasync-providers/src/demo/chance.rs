//! Makes up numbers: a keyed, portable generator (splitmix64) and a few number conversions.
//!
//! Every decision is drawn from a stream named by (seed, topic, key), never from one running
//! stream, because the export is written type by type: steps and distance of one walk are
//! written hundreds of megabytes apart and must still describe the same walk.
//! Only additions and multiplications are used, so the bytes are the same on every platform.

/// A stream of made-up numbers.
#[derive(Debug, Clone)]
pub(crate) struct Chance {
    state: u64,
}

impl Chance {
    /// Opens the stream named by the seed, a topic and a key within the topic.
    pub(crate) fn new(seed: u64, topic: &str, key: i64) -> Self {
        let mut state = seed ^ 0x9E37_79B9_7F4A_7C15;
        for byte in topic.bytes() {
            state = (state ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3);
        }
        let mut chance = Self {
            state: state ^ key.cast_unsigned().wrapping_mul(0xD6E8_FEB8_6659_FD93),
        };
        chance.bits();
        chance
    }

    /// Draws 64 bits.
    pub(crate) fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Draws from `[0, 1)`.
    pub(crate) fn unit(&mut self) -> f64 {
        let high = u32::try_from(self.bits() >> 32).expect("a shift by 32 leaves 32 bits");
        f64::from(high) / 4_294_967_296.0
    }

    /// Draws from `[low, high)`.
    pub(crate) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// Draws a whole number from `low` to `high`, both included.
    pub(crate) fn whole(&mut self, low: i64, high: i64) -> i64 {
        let width = (high - low + 1).cast_unsigned();
        low + (self.bits() % width).cast_signed()
    }

    /// Draws around a mean; never further away than 3.5 spreads.
    pub(crate) fn around(&mut self, mean: f64, spread: f64) -> f64 {
        let sum = self.unit() + self.unit() + self.unit() + self.unit();
        mean + (sum - 2.0) * 1.732 * spread
    }

    /// Answers true with the given probability.
    pub(crate) fn hit(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }
}

/// Turns a whole number into a real one; counts and seconds are far below 2^53.
pub(crate) fn real(whole: i64) -> f64 {
    whole as f64
}

/// Rounds to the nearest whole number; saturates.
pub(crate) fn rounded(real: f64) -> i64 {
    real.round() as i64
}

/// Answers the sine of a number of turns, to four decimals.
pub(super) fn wave(turns: f64) -> f64 {
    let x = turns - turns.floor();
    let (x, sign) = if x < 0.5 { (x, 1.0) } else { (x - 0.5, -1.0) };
    let parabola = 16.0 * x * (0.5 - x);
    sign * (0.775 * parabola + 0.225 * parabola * parabola)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_name_gives_the_same_numbers_and_another_key_others() {
        let draw = |key| Chance::new(7, "walk", key).bits();
        assert_eq!(draw(3), draw(3));
        assert_ne!(draw(3), draw(4));
        assert_ne!(Chance::new(7, "walk", 3).bits(), Chance::new(8, "walk", 3).bits());
    }

    #[test]
    fn draws_stay_inside_their_bounds() {
        let mut chance = Chance::new(1, "bounds", 0);
        for _ in 0..10_000 {
            assert!((2.0..3.0).contains(&chance.between(2.0, 3.0)));
            assert!((-2..=2).contains(&chance.whole(-2, 2)));
            assert!((chance.around(10.0, 1.0) - 10.0).abs() <= 3.5);
        }
    }

    #[test]
    fn a_wave_is_close_to_a_sine() {
        for step in 0..200 {
            let turns = f64::from(step) / 100.0;
            let sine = (turns * std::f64::consts::TAU).sin();
            assert!((wave(turns) - sine).abs() < 0.002, "{turns}");
        }
    }
}
