-- Version 1 of the learner's history. `event` is the truth and only ever grows; `card_state` is a cache that
-- `quiz doctor --repair` rebuilds from it. Devices, sessions, settings, FSRS weights and renamed cards are events too,
-- so that a log that was exported, merged or read line by line is always the whole history.

CREATE TABLE meta (              -- facts about this file alone; never exchanged
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE event (
    event_id  TEXT PRIMARY KEY,  -- 12 hex digits of milliseconds, then 80 random bits
    device_id TEXT NOT NULL,
    kind      TEXT NOT NULL,
    card      TEXT,
    session   TEXT,              -- event_id of the session's first event
    at_ms     INTEGER NOT NULL,  -- UTC
    tz        TEXT NOT NULL,     -- offset of the wall clock
    study_day INTEGER NOT NULL,  -- days since 1970-01-01, turning at the rollover hour
    target    TEXT,              -- the event that a void, typo or override is about
    payload   TEXT NOT NULL CHECK (json_valid(payload))
) STRICT;

CREATE INDEX event_in_order ON event (at_ms, event_id);
CREATE INDEX event_of_card ON event (card, at_ms, event_id);
CREATE INDEX event_of_kind ON event (kind, at_ms, event_id);

CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END;
CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END;

CREATE TABLE card_state (        -- cache
    card          TEXT PRIMARY KEY,
    stability     REAL,
    difficulty    REAL,
    decay         REAL,          -- of the forgetting curve under which the card was last scheduled
    last_day      INTEGER,
    due_day       INTEGER,
    reps          INTEGER NOT NULL,
    lapses        INTEGER NOT NULL,
    first_day     INTEGER,
    rev           INTEGER NOT NULL,
    rev_day       INTEGER,
    fingerprint   TEXT NOT NULL,
    last_rating   INTEGER,
    suspended     INTEGER NOT NULL,
    known         INTEGER NOT NULL,
    flagged       INTEGER NOT NULL,
    buried_until  INTEGER,
    config_id     TEXT,
    last_event_id TEXT REFERENCES event (event_id)
) STRICT;

CREATE INDEX card_state_due ON card_state (due_day);

CREATE VIEW attempt AS           -- what an attempt's payload holds, for people and their queries
SELECT event_id, card, session, at_ms, study_day,
       payload ->> 'presentation' AS presentation,
       payload ->> 'mode'         AS mode,
       payload ->> 'counted'      AS counted,
       payload ->> 'outcome'      AS outcome,
       payload ->> 'score'        AS score,
       payload ->> 'rating'       AS rating,
       payload ->> 'answer'       AS answer,
       payload ->> 'mistake'      AS mistake,
       payload ->> 'seed'         AS seed,
       payload ->> 'variant_key'  AS variant_key,
       payload ->> 'duration_ms'  AS duration_ms
FROM event WHERE kind = 'attempt';
