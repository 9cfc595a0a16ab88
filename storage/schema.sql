CREATE TABLE inbox (
	platform VARCHAR(32) NOT NULL,
	message_id VARCHAR NOT NULL,
	at DATETIME NOT NULL,
	PRIMARY KEY (platform, message_id)
);

CREATE TABLE knocks (
	id INTEGER NOT NULL,
	platform VARCHAR(32) NOT NULL,
	handle VARCHAR NOT NULL,
	at DATETIME NOT NULL,
	PRIMARY KEY (id)
);

CREATE TABLE restaurants (
	id INTEGER NOT NULL,
	name VARCHAR NOT NULL,
	locale VARCHAR NOT NULL,
	timezone VARCHAR NOT NULL,
	voice VARCHAR NOT NULL,
	city VARCHAR NOT NULL,
	digest_at TIME,
	opens TIME NOT NULL,
	closes TIME NOT NULL,
	spacing_minutes INTEGER NOT NULL,
	grace_minutes INTEGER NOT NULL,
	explore_share FLOAT NOT NULL,
	tags_below BOOLEAN NOT NULL,
	threads BOOLEAN NOT NULL,
	demo BOOLEAN NOT NULL,
	approval VARCHAR(16) NOT NULL,
	team_platform VARCHAR NOT NULL,
	team_chat VARCHAR NOT NULL,
	PRIMARY KEY (id)
);

CREATE TABLE audit (
	id INTEGER NOT NULL,
	restaurant_id INTEGER NOT NULL,
	at DATETIME NOT NULL,
	who VARCHAR NOT NULL,
	what VARCHAR NOT NULL,
	about VARCHAR NOT NULL,
	detail VARCHAR NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(restaurant_id) REFERENCES restaurants (id)
);

CREATE TABLE cards (
	id INTEGER NOT NULL,
	restaurant_id INTEGER NOT NULL,
	about VARCHAR NOT NULL,
	platform VARCHAR(32) NOT NULL,
	chat VARCHAR NOT NULL,
	message VARCHAR NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT uq_cards_place UNIQUE (restaurant_id, about, platform, chat, message),
	FOREIGN KEY(restaurant_id) REFERENCES restaurants (id)
);

CREATE TABLE channels (
	id INTEGER NOT NULL,
	restaurant_id INTEGER NOT NULL,
	network VARCHAR(16) NOT NULL,
	account VARCHAR NOT NULL,
	publishes BOOLEAN NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT uq_channels_account UNIQUE (restaurant_id, network, account),
	FOREIGN KEY(restaurant_id) REFERENCES restaurants (id)
);

CREATE TABLE chats (
	id INTEGER NOT NULL,
	restaurant_id INTEGER NOT NULL,
	platform VARCHAR(32) NOT NULL,
	chat VARCHAR NOT NULL,
	hears BOOLEAN NOT NULL,
	shared BOOLEAN NOT NULL,
	handle VARCHAR NOT NULL,
	quiet_from TIME,
	quiet_until TIME,
	muted JSON NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT uq_chats_chat UNIQUE (restaurant_id, platform, chat),
	FOREIGN KEY(restaurant_id) REFERENCES restaurants (id)
);

CREATE TABLE choices (
	platform VARCHAR(32) NOT NULL,
	handle VARCHAR NOT NULL,
	chat VARCHAR NOT NULL,
	restaurant_id INTEGER NOT NULL,
	PRIMARY KEY (platform, handle, chat),
	FOREIGN KEY(restaurant_id) REFERENCES restaurants (id)
);

CREATE TABLE codes (
	digest VARCHAR(64) NOT NULL,
	restaurant_id INTEGER,
	role VARCHAR(16) NOT NULL,
	platform VARCHAR(32) NOT NULL,
	made_at DATETIME NOT NULL,
	expires_at DATETIME NOT NULL,
	"by" VARCHAR NOT NULL,
	human INTEGER,
	used_at DATETIME,
	PRIMARY KEY (digest),
	FOREIGN KEY(restaurant_id) REFERENCES restaurants (id)
);

CREATE TABLE comments (
	restaurant_id INTEGER NOT NULL,
	external_id VARCHAR NOT NULL,
	post VARCHAR NOT NULL,
	text VARCHAR NOT NULL,
	at DATETIME NOT NULL,
	PRIMARY KEY (restaurant_id, external_id),
	FOREIGN KEY(restaurant_id) REFERENCES restaurants (id)
);

CREATE TABLE courses (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	restaurant_id INTEGER NOT NULL,
	began_at DATETIME NOT NULL,
	posts INTEGER NOT NULL,
	outcome VARCHAR(16) NOT NULL,
	who VARCHAR NOT NULL,
	first BOOLEAN NOT NULL,
	runner VARCHAR NOT NULL,
	restarts INTEGER NOT NULL,
	ended_at DATETIME,
	seconds FLOAT,
	run INTEGER,
	FOREIGN KEY(restaurant_id) REFERENCES restaurants (id)
);

CREATE TABLE digests (
	restaurant_id INTEGER NOT NULL,
	day VARCHAR(10) NOT NULL,
	at DATETIME NOT NULL,
	PRIMARY KEY (restaurant_id, day),
	FOREIGN KEY(restaurant_id) REFERENCES restaurants (id)
);

CREATE TABLE drafts (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	restaurant_id INTEGER NOT NULL,
	brief VARCHAR NOT NULL,
	dish VARCHAR NOT NULL,
	text VARCHAR NOT NULL,
	hashtags VARCHAR NOT NULL,
	picture VARCHAR,
	more VARCHAR NOT NULL,
	alt VARCHAR NOT NULL,
	writer VARCHAR NOT NULL,
	why VARCHAR NOT NULL,
	author VARCHAR NOT NULL,
	author_id INTEGER,
	remark VARCHAR NOT NULL,
	remark_by VARCHAR NOT NULL,
	locale VARCHAR NOT NULL,
	version INTEGER NOT NULL,
	created_at DATETIME NOT NULL,
	FOREIGN KEY(restaurant_id) REFERENCES restaurants (id)
);

CREATE TABLE drifts (
	id INTEGER NOT NULL,
	restaurant_id INTEGER NOT NULL,
	kind VARCHAR NOT NULL,
	at DATETIME NOT NULL,
	account VARCHAR NOT NULL,
	was FLOAT NOT NULL,
	now FLOAT NOT NULL,
	posts INTEGER NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(restaurant_id) REFERENCES restaurants (id)
);

CREATE TABLE items (
	id INTEGER NOT NULL,
	restaurant_id INTEGER NOT NULL,
	"key" VARCHAR NOT NULL,
	name VARCHAR NOT NULL,
	price INTEGER,
	section VARCHAR NOT NULL,
	ingredients VARCHAR NOT NULL,
	allergens VARCHAR NOT NULL,
	season VARCHAR NOT NULL,
	available BOOLEAN NOT NULL,
	away_until DATETIME,
	PRIMARY KEY (id),
	CONSTRAINT uq_items_key UNIQUE (restaurant_id, "key"),
	FOREIGN KEY(restaurant_id) REFERENCES restaurants (id)
);

CREATE TABLE models (
	id INTEGER NOT NULL,
	restaurant_id INTEGER NOT NULL,
	made_at DATETIME NOT NULL,
	card JSON NOT NULL,
	serves BOOLEAN NOT NULL,
	weights BLOB NOT NULL,
	sha256 VARCHAR(64) NOT NULL,
	held_out JSON NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(restaurant_id) REFERENCES restaurants (id)
);

CREATE TABLE notices (
	id INTEGER NOT NULL,
	restaurant_id INTEGER NOT NULL,
	platform VARCHAR(32) NOT NULL,
	chat VARCHAR NOT NULL,
	"key" VARCHAR NOT NULL,
	words JSON NOT NULL,
	about VARCHAR NOT NULL,
	tries INTEGER NOT NULL,
	retry_at DATETIME,
	told_at DATETIME,
	given_up_at DATETIME,
	PRIMARY KEY (id),
	FOREIGN KEY(restaurant_id) REFERENCES restaurants (id)
);

CREATE TABLE own_days (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	restaurant_id INTEGER NOT NULL,
	name VARCHAR NOT NULL,
	rule VARCHAR(32) NOT NULL,
	at DATETIME NOT NULL,
	CONSTRAINT uq_own_days_name UNIQUE (restaurant_id, name, rule),
	FOREIGN KEY(restaurant_id) REFERENCES restaurants (id)
);

CREATE TABLE people (
	id INTEGER NOT NULL,
	restaurant_id INTEGER NOT NULL,
	platform VARCHAR(32) NOT NULL,
	handle VARCHAR NOT NULL,
	name VARCHAR NOT NULL,
	role VARCHAR(16) NOT NULL,
	locale VARCHAR NOT NULL,
	human INTEGER,
	PRIMARY KEY (id),
	CONSTRAINT uq_people_handle UNIQUE (restaurant_id, platform, handle),
	FOREIGN KEY(restaurant_id) REFERENCES restaurants (id)
);

CREATE TABLE trend_days (
	restaurant_id INTEGER NOT NULL,
	topic VARCHAR NOT NULL,
	day VARCHAR(10) NOT NULL,
	mentions INTEGER NOT NULL,
	PRIMARY KEY (restaurant_id, topic, day),
	FOREIGN KEY(restaurant_id) REFERENCES restaurants (id)
);

CREATE TABLE trend_sources (
	restaurant_id INTEGER NOT NULL,
	source VARCHAR NOT NULL,
	page BOOLEAN NOT NULL,
	checked_at DATETIME,
	outcome VARCHAR NOT NULL,
	PRIMARY KEY (restaurant_id, source),
	FOREIGN KEY(restaurant_id) REFERENCES restaurants (id)
);

CREATE TABLE trends (
	id INTEGER NOT NULL,
	restaurant_id INTEGER NOT NULL,
	source VARCHAR NOT NULL,
	topic VARCHAR NOT NULL,
	url VARCHAR NOT NULL,
	weight FLOAT NOT NULL,
	seen_at DATETIME NOT NULL,
	dish VARCHAR NOT NULL,
	title VARCHAR NOT NULL,
	ours BOOLEAN NOT NULL,
	mentions INTEGER NOT NULL,
	pace FLOAT NOT NULL,
	expires_at DATETIME,
	PRIMARY KEY (id),
	CONSTRAINT uq_trends_topic UNIQUE (restaurant_id, source, topic),
	FOREIGN KEY(restaurant_id) REFERENCES restaurants (id)
);

CREATE TABLE voices (
	restaurant_id INTEGER NOT NULL,
	card JSON NOT NULL,
	PRIMARY KEY (restaurant_id),
	FOREIGN KEY(restaurant_id) REFERENCES restaurants (id)
);

CREATE TABLE conversations (
	person_id INTEGER NOT NULL,
	platform VARCHAR(32) NOT NULL,
	chat VARCHAR NOT NULL,
	restaurant_id INTEGER NOT NULL,
	action VARCHAR NOT NULL,
	until DATETIME NOT NULL,
	PRIMARY KEY (person_id, platform, chat),
	FOREIGN KEY(person_id) REFERENCES people (id),
	FOREIGN KEY(restaurant_id) REFERENCES restaurants (id)
);

CREATE TABLE credentials (
	channel_id INTEGER NOT NULL,
	restaurant_id INTEGER NOT NULL,
	way VARCHAR(16) NOT NULL,
	external_id VARCHAR NOT NULL,
	sealed VARCHAR NOT NULL,
	problem VARCHAR NOT NULL,
	expires_at DATETIME,
	renew_at DATETIME,
	warned BOOLEAN NOT NULL,
	"by" VARCHAR NOT NULL,
	at DATETIME NOT NULL,
	PRIMARY KEY (channel_id),
	FOREIGN KEY(channel_id) REFERENCES channels (id),
	FOREIGN KEY(restaurant_id) REFERENCES restaurants (id)
);

CREATE TABLE overrulings (
	draft_id INTEGER NOT NULL,
	rule VARCHAR(64) NOT NULL,
	found VARCHAR NOT NULL,
	restaurant_id INTEGER NOT NULL,
	"by" VARCHAR NOT NULL,
	at DATETIME NOT NULL,
	reason VARCHAR NOT NULL,
	PRIMARY KEY (draft_id, rule, found),
	FOREIGN KEY(draft_id) REFERENCES drafts (id),
	FOREIGN KEY(restaurant_id) REFERENCES restaurants (id)
);

CREATE TABLE posts (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	restaurant_id INTEGER NOT NULL,
	channel_id INTEGER NOT NULL,
	draft_id INTEGER,
	network VARCHAR(16) NOT NULL,
	text VARCHAR NOT NULL,
	media VARCHAR(16) NOT NULL,
	picture VARCHAR,
	more VARCHAR NOT NULL,
	alt VARCHAR NOT NULL,
	state VARCHAR(16) NOT NULL,
	due_at DATETIME,
	retry_at DATETIME,
	lease_until DATETIME,
	approved_by VARCHAR,
	approved_at DATETIME,
	approved_fingerprint VARCHAR,
	published_at DATETIME,
	external_id VARCHAR,
	url VARCHAR NOT NULL,
	thread INTEGER NOT NULL,
	out INTEGER NOT NULL,
	reason VARCHAR NOT NULL,
	imported BOOLEAN NOT NULL,
	usual FLOAT,
	expected FLOAT,
	low FLOAT,
	high FLOAT,
	propensity FLOAT,
	likes BIGINT,
	comments BIGINT,
	shares BIGINT,
	saves BIGINT,
	clicks BIGINT,
	reach BIGINT,
	views BIGINT,
	counted_at DATETIME,
	CONSTRAINT uq_posts_external UNIQUE (channel_id, external_id),
	FOREIGN KEY(restaurant_id) REFERENCES restaurants (id),
	FOREIGN KEY(channel_id) REFERENCES channels (id),
	FOREIGN KEY(draft_id) REFERENCES drafts (id)
);

CREATE TABLE approvals (
	id INTEGER NOT NULL,
	restaurant_id INTEGER NOT NULL,
	post_id INTEGER NOT NULL,
	human INTEGER NOT NULL,
	person_id INTEGER NOT NULL,
	who VARCHAR NOT NULL,
	at DATETIME NOT NULL,
	due_at DATETIME,
	version INTEGER NOT NULL,
	platform VARCHAR(32) NOT NULL,
	chat VARCHAR NOT NULL,
	spent BOOLEAN NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(restaurant_id) REFERENCES restaurants (id),
	FOREIGN KEY(post_id) REFERENCES posts (id)
);

CREATE TABLE attempts (
	id INTEGER NOT NULL,
	restaurant_id INTEGER NOT NULL,
	post_id INTEGER NOT NULL,
	began_at DATETIME NOT NULL,
	ended_at DATETIME,
	outcome VARCHAR NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(restaurant_id) REFERENCES restaurants (id),
	FOREIGN KEY(post_id) REFERENCES posts (id)
);

CREATE TABLE notes (
	post_id INTEGER NOT NULL,
	"key" VARCHAR NOT NULL,
	restaurant_id INTEGER NOT NULL,
	value VARCHAR NOT NULL,
	PRIMARY KEY (post_id, "key"),
	FOREIGN KEY(post_id) REFERENCES posts (id),
	FOREIGN KEY(restaurant_id) REFERENCES restaurants (id)
);

CREATE TABLE results (
	likes BIGINT,
	comments BIGINT,
	shares BIGINT,
	saves BIGINT,
	clicks BIGINT,
	reach BIGINT,
	views BIGINT,
	id INTEGER NOT NULL,
	restaurant_id INTEGER NOT NULL,
	post_id INTEGER NOT NULL,
	at DATETIME NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT uq_results_moment UNIQUE (post_id, at),
	FOREIGN KEY(restaurant_id) REFERENCES restaurants (id),
	FOREIGN KEY(post_id) REFERENCES posts (id)
);

CREATE INDEX ix_approvals_post_id ON approvals (post_id);

CREATE INDEX ix_attempts_post_id ON attempts (post_id);

CREATE INDEX ix_audit_restaurant_id ON audit (restaurant_id);

CREATE INDEX ix_cards_chat ON cards (restaurant_id, platform, chat, id);

CREATE INDEX ix_chats_place ON chats (platform, chat);

CREATE INDEX ix_codes_made_at ON codes (made_at);

CREATE INDEX ix_comments_at ON comments (restaurant_id, at);

CREATE INDEX ix_courses_outcome ON courses (restaurant_id, outcome);

CREATE INDEX ix_credentials_restaurant_id ON credentials (restaurant_id);

CREATE INDEX ix_drafts_restaurant_id ON drafts (restaurant_id);

CREATE INDEX ix_drifts_at ON drifts (restaurant_id, at);

CREATE INDEX ix_inbox_at ON inbox (at);

CREATE INDEX ix_knocks_at ON knocks (at);

CREATE INDEX ix_knocks_handle ON knocks (platform, handle, at);

CREATE INDEX ix_models_serving ON models (restaurant_id, serves, id);

CREATE INDEX ix_notices_waiting ON notices (restaurant_id, told_at);

CREATE INDEX ix_people_handle ON people (handle);

CREATE INDEX ix_posts_channel ON posts (restaurant_id, channel_id, published_at);

CREATE INDEX ix_posts_draft_id ON posts (draft_id);

CREATE INDEX ix_posts_network ON posts (restaurant_id, network, published_at);

CREATE INDEX ix_posts_own ON posts (restaurant_id, imported, state, due_at);

CREATE INDEX ix_posts_published ON posts (restaurant_id, published_at);

CREATE INDEX ix_posts_state ON posts (imported, state, published_at);

CREATE INDEX ix_trends_seen ON trends (restaurant_id, seen_at);

CREATE UNIQUE INDEX uq_attempts_live ON attempts (post_id) WHERE ended_at IS NULL;
