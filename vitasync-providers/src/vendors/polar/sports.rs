//! Polar's words for sports: those of exercises, beside those of the general table.

use vitasync_core::sport::{Sport, Vendor};

/// Finds the sport of the first word that tells one: the detailed word comes first, and the other is often `OTHER`.
pub(super) fn find(words: [Option<&str>; 2]) -> Sport {
    let found = |word: &str| {
        let word = word.to_ascii_uppercase();
        exact(&word).or_else(|| similar(&word))
    };
    let mut sports = words.into_iter().flatten().filter_map(found);
    let says_little = |sport: &Sport| matches!(sport, Sport::Generic | Sport::Other);
    let telling = sports.clone().find(|sport| !says_little(sport));
    telling.or_else(|| sports.next()).unwrap_or(Sport::Other)
}

fn exact(word: &str) -> Option<Sport> {
    let general = Sport::from_vendor(Vendor::Polar, word);
    let known = || WORDS.iter().find(|(_, words)| words.contains(&word));
    general.or_else(|| known().map(|(sport, _)| *sport))
}

/// Guesses the sport of a word that is new by what is in it.
fn similar(word: &str) -> Option<Sport> {
    let (_, sport) = PARTS.iter().find(|(part, _)| word.contains(part))?;
    Some(*sport)
}

const PARTS: &[(&str, Sport)] = &[
    ("LES_MILLS", Sport::GroupClass),
    ("MARTIAL_ARTS", Sport::MartialArts),
    ("MOTORSPORTS", Sport::MotorSport),
    ("ORIENTEERING", Sport::Orienteering),
    ("ROLLER_SKIING", Sport::RollerSkiing),
    ("PARASPORTS_WHEELCHAIR", Sport::Wheelchair),
    ("DANC", Sport::Dance),
    ("SWIM", Sport::Swimming),
    ("RUN", Sport::Running),
    ("CYCL", Sport::Cycling),
    ("BIK", Sport::Cycling),
    ("SKI", Sport::CrossCountrySkiing),
    ("WALK", Sport::Walking),
    ("ROW", Sport::Rowing),
];

const WORDS: &[(Sport, &[&str])] = &[
    (Sport::Aerobics, &["AEROBICS"]),
    (Sport::AmericanFootball, &["AMERICAN_FOOTBALL"]),
    (Sport::WaterSport, &["AQUATICS", "WATER_EXERCISE", "WATER_RUNNING"]),
    (
        Sport::BackcountrySkiing,
        &[
            "BACKCOUNTRY_SKIING",
            "BACKCOUNTY_SKIING",
            "BACKCOUNTRY_SKIING_TELEMARK",
            "TELEMARK_SKIING",
        ],
    ),
    (Sport::Badminton, &["BADMINTON"]),
    (Sport::Baseball, &["BASEBALL", "FINNISH_BASEBALL"]),
    (Sport::Tennis, &["BEACH_TENNIS", "PARASPORTS_WHEELCHAIR_TENNIS"]),
    (Sport::BeachVolleyball, &["BEACH_VOLLEYBALL"]),
    (Sport::Meditation, &["BODY_AND_MIND"]),
    (Sport::CircuitTraining, &["BOOTCAMP", "CIRCUIT_TRAINING"]),
    (Sport::Boxing, &["BOXING", "FITNESS_BOXING"]),
    (Sport::StrengthTraining, &["CALISTHENICS", "KETTLEBELL"]),
    (Sport::CoreTraining, &["CORE"]),
    (Sport::Cricket, &["CRICKET"]),
    (Sport::Elliptical, &["CROSS_TRAINER", "CROSS-TRAINER"]),
    (
        Sport::TrailRunning,
        &[
            "CROSS_COUNTRY_RUNNING",
            "CROSS-COUNTRY_RUNNING",
            "TRAIL_RUNNING",
            "ULTRARUNNING_RUNNING",
            "OFFROADDUATHLON_RUNNING",
            "OFFROADTRIATHLON_RUNNING",
        ],
    ),
    (
        Sport::CrossCountrySkiing,
        &[
            "BIATHLON",
            "CROSS-COUNTRY_SKIING",
            "CROSS_COUNTRY_SKIING",
            "XC_SKIING_CLASSIC",
            "XC_SKIING_FREESTYLE",
        ],
    ),
    (Sport::Cycling, &["DUATHLON_CYCLING", "TRIATHLON_CYCLING", "KICKBIKE"]),
    (Sport::RoadCycling, &["ROAD_BIKING"]),
    (Sport::GravelCycling, &["GRAVEL"]),
    (
        Sport::MountainBiking,
        &["MOUNTAIN_BIKING", "OFFROADDUATHLON_CYCLING", "OFFROADTRIATHLON_CYCLING"],
    ),
    (Sport::EBiking, &["E_BIKE"]),
    (Sport::IndoorCycling, &["SPINNING"]),
    (Sport::HandCycling, &["PARASPORTS_HAND_CYCLING"]),
    (Sport::RockClimbing, &["CLIMBING", "VERTICALSPORTS_OUTCLIMBING"]),
    (Sport::IndoorClimbing, &["VERTICALSPORTS_WALLCLIMBING"]),
    (Sport::Curling, &["CURLING"]),
    (Sport::AlpineSkiing, &["DOWNHILL_SKIING"]),
    (Sport::Duathlon, &["DUATHLON", "OFFROADDUATHLON"]),
    (Sport::Triathlon, &["OFFROADTRIATHLON"]),
    (Sport::Multisport, &["FREE_MULTISPORT"]),
    (Sport::Gaming, &["ESPORTS"]),
    (Sport::FieldHockey, &["FIELD_HOCKEY"]),
    (Sport::IceHockey, &["ICE_HOCKEY", "PARASPORTS_SLED_HOCKEY", "RINGETTE"]),
    (Sport::Floorball, &["FLOORBALL"]),
    (
        Sport::FunctionalTraining,
        &["FITNESS_RACING", "FUNCTIONAL_TRAINING", "OBSTACLE_COURSE_RACING"],
    ),
    (Sport::StairClimbing, &["FITNESS_STEP", "STAIR_WORKOUT"]),
    (Sport::DiscGolf, &["FRISBEEGOLF"]),
    (Sport::Soccer, &["FUTSAL"]),
    (Sport::GroupClass, &["GROUP_EXERCISE"]),
    (Sport::Gymnastics, &["GYMNASTICK"]),
    (Sport::Handball, &["HANDBALL"]),
    (Sport::Hiit, &["HIIT"]),
    (Sport::Hiking, &["RUCKING"]),
    (Sport::IceSkating, &["ICE_SKATING", "SKATING"]),
    (Sport::IndoorRowing, &["INDOOR_ROWING"]),
    (Sport::Rowing, &["ROWING"]),
    (Sport::InlineSkating, &["ROLLER_BLADING"]),
    (
        Sport::Running,
        &["JOGGING", "ROAD_RUNNING", "DUATHLON_RUNNING", "TRIATHLON_RUNNING"],
    ),
    (Sport::TrackRunning, &["TRACK_AND_FIELD_RUNNING"]),
    (Sport::TreadmillRunning, &["TREADMILL_RUNNING"]),
    (
        Sport::Stretching,
        &["MOBILITY_DYNAMIC", "MOBILITY_STATIC", "STRETCHING"],
    ),
    (Sport::NordicWalking, &["NORDIC_WALKING"]),
    (
        Sport::OpenWaterSwimming,
        &["OPEN_WATER_SWIMMING", "TRIATHLON_SWIMMING", "OFFROADTRIATHLON_SWIMMING"],
    ),
    (Sport::PoolSwimming, &["POOL_SWIMMING"]),
    (Sport::Padel, &["PADEL"]),
    (Sport::Pickleball, &["PICKLEBALL"]),
    (Sport::Pilates, &["PILATES"]),
    (Sport::Yoga, &["YOGA"]),
    (Sport::HorseRiding, &["RIDING", "TROTTING"]),
    (Sport::Rugby, &["RUGBY"]),
    (Sport::Cardio, &["SKIERG"]),
    (Sport::Snowboarding, &["SNOWBOARDING"]),
    (Sport::Snowshoeing, &["SNOWSHOE_TREKKING"]),
    (Sport::StandUpPaddling, &["SUP"]),
    (Sport::Squash, &["SQUASH"]),
    (Sport::TableTennis, &["TABLE_TENNIS"]),
    (Sport::UltimateFrisbee, &["ULTIMATE"]),
    (Sport::Volleyball, &["VOLLEYBALL"]),
    (Sport::Wakeboarding, &["WATERSPORTS_WAKEBOARDING"]),
];
