/* SPDX-License-Identifier: MIT */
/*
 * Sightings carry ports, transitions carry connections. Which connection two ports mean is the
 * injector's to say, by the segments that it numbers, and it may say so later than the ports'
 * sockets were first seen. So a sighting waits as long as it can't be told whose it is:
 *
 *  - until the first segment between its ports, if there was none yet;
 *  - while a new socket (another cookie) has taken the place of the connection's, until that end's
 *    next segment, which either belongs to a new connection or still to the old one (a passive end
 *    that gave up and heard the SYN again).
 *
 * Later sightings of the same ports wait behind it, so that their order is kept.
 */
#include "timeline/transition.h"

#include "base/util.h"
#include "tcp/portmap.h"
#include "timeline/cause.h"

/* A connection, or the listener, at one end. */
struct track {
	bool existed;
	bool unseen; /* its state was never itself seen */
	bool active; /* it opened by connect() */
	enum tcp_state state;
	uint64_t cookie;      /* of its latest socket */
	struct sighting last; /* the latest in this state, by when it was asked */
	uint32_t mover;	      /* the call that moved it last, see struct move */
	size_t moved;	      /* its latest transition's index + 1; 0: none yet */
};

struct listener {
	uint16_t port;
	struct track track;
};

struct connection {
	uint32_t number;
	struct track at[ENDS];
};

struct waiting {
	enum end end;
	struct event_sighting sighting;
	size_t record;
};

/* Two ports, and who uses them. */
struct tuple {
	uint16_t port[ENDS];
	uint32_t connection; /* 0 until the injector has said */
	uint32_t previous;   /* who used them before; 0: nobody */
	struct waiting *waiting;
	size_t n_waiting;
};

struct transitions {
	struct transition *all;
	size_t n;
	size_t *moved_before; /* [index]: what track.moved was before that transition */
	size_t n_moved_before;
	struct listener *listeners[ENDS];
	size_t n_listeners[ENDS];
	uint32_t latest[ENDS]; /* the connection that existed last */
	struct connection *connections;
	size_t n_connections;
	struct tuple *tuples;
	size_t n_tuples;
	struct portmap tuple_of; /* by ports: index + 1 */
	struct causes causes;
};

/* A sighting on its way to the track that it is about. */
struct showing {
	enum end end;
	uint32_t connection;
	const struct event_sighting *sighting;
	size_t record;
};

struct transitions *transitions_new(void)
{
	return xalloc(1, sizeof(struct transitions));
}

void transitions_free(struct transitions *t)
{
	if (!t)
		return;
	for (size_t i = 0; i < t->n_tuples; i++)
		free(t->tuples[i].waiting);
	free(t->tuples);
	portmap_free(&t->tuple_of);
	for_each_end(e)
		free(t->listeners[e]);
	free(t->moved_before);
	free(t->connections);
	free(t->all);
	causes_free(&t->causes);
	free(t);
}

/* ---- who is who ---------------------------------------------------------------------------- */

static struct connection *connection_find(const struct transitions *t, uint32_t number)
{
	/* That is where it is when no record has been overtaken by another. */
	if (number && number <= t->n_connections && t->connections[number - 1].number == number)
		return &t->connections[number - 1];
	for (size_t i = t->n_connections; i > 0; i--) {
		if (t->connections[i - 1].number == number)
			return &t->connections[i - 1];
	}
	return NULL;
}

static struct tuple *tuple_get(struct transitions *t, uint16_t client_port, uint16_t server_port)
{
	uint32_t known = portmap_get(&t->tuple_of, client_port, server_port);
	struct tuple *tuple;

	if (known)
		return &t->tuples[known - 1];
	tuple = ARRAY_ADD(t->tuples, t->n_tuples);
	portmap_put(&t->tuple_of, client_port, server_port, (uint32_t)t->n_tuples);
	tuple->port[CLIENT] = client_port;
	tuple->port[SERVER] = server_port;
	return tuple;
}

static bool is_other_socket(const struct track *track, const struct sighting *s)
{
	return s->cookie && track->cookie && s->cookie != track->cookie;
}

/* ---- moves --------------------------------------------------------------------------------- */

/*
 * Two roles look, so a sighting can be answered later than another and yet show the older state:
 * if the state that it shows was left only after the question was put, it is no news.
 */
static bool is_old_news(const struct transitions *t, const struct track *track,
			const struct sighting *s)
{
	if (is_other_socket(track, s))
		return false;
	for (size_t i = track->moved; i > 0; i = t->moved_before[i - 1]) {
		const struct transition *tr = &t->all[i - 1];

		if (monotime_before(tr->latest, s->asked))
			return false;
		if (tr->from == s->state)
			return true;
	}
	return false;
}

/* Record one transition, no earlier than the one that led to it. */
static struct monotime add_transition(struct transitions *t, struct track *track,
				      const struct showing *show, const struct move *mv,
				      bool inferred, struct monotime since)
{
	struct cause cause = cause_of(&t->causes, mv);
	struct transition *tr = ARRAY_ADD(t->all, t->n);

	*ARRAY_ADD(t->moved_before, t->n_moved_before) = track->moved;
	track->moved = t->n;
	*tr = (struct transition){
		.end = show->end,
		.connection = show->connection,
		.from = mv->from,
		.to = mv->to,
		.cause = cause.kind,
		.number = cause.number,
		.inferred = inferred,
		.earliest = monotime_max(cause.earliest, since),
		.latest = cause.latest,
		.record = show->record,
	};
	tr->latest = monotime_max(tr->latest, tr->earliest);
	return tr->earliest;
}

/*
 * The states that were passed since a track was last seen. Until the handshake is complete a
 * passive open is a request socket, which nobody can close.
 */
static int way(const struct track *track, enum tcp_state to, enum tcp_state passed[TCP_STATES])
{
	if (track->state == TCPS_SYN_RECEIVED && to == TCPS_FIN_WAIT_1 && !track->active) {
		passed[0] = TCPS_ESTABLISHED;
		return 1;
	}
	return MAX(tcp_move_path(track->state, to, passed), 0);
}

/* Record the way from a track's state to another, states that were passed on it included. */
static void change(struct transitions *t, struct track *track, const struct showing *show,
		   enum tcp_state to, bool seen)
{
	enum tcp_state passed[TCP_STATES];
	int n = way(track, to, passed);
	struct monotime since = track->last.asked;
	struct move mv = {
		.end = show->end,
		.connection = show->connection,
		.from = track->state,
		.old = &track->last,
		.new = show->sighting,
		.mover = &track->mover,
	};

	for (int i = 0; i <= n; i++) {
		bool left_seen = i == 0 && !track->unseen, entered_seen = i == n && seen;

		mv.to = i == n ? to : passed[i];
		since = add_transition(t, track, show, &mv, !left_seen || !entered_seen, since);
		mv.from = mv.to;
	}
	track->state = to;
	track->unseen = !seen;
	track->active = to == TCPS_SYN_SENT || (track->active && to != TCPS_CLOSED);
	track->existed |= to != TCPS_CLOSED;
	if (to != TCPS_CLOSED)
		t->latest[show->end] = MAX(t->latest[show->end], show->connection);
}

/* Another socket stands where the track's was seen last: it must be gone. */
static void retire(struct transitions *t, struct track *track, const struct showing *show)
{
	if (track->state == TCPS_CLOSED)
		return;
	change(t, track, show, TCPS_CLOSED, false);
}

static void apply(struct transitions *t, struct track *track, const struct showing *show)
{
	const struct sighting *s = &show->sighting->seen;

	if (s->state == track->state) {
		if (monotime_before(s->asked, track->last.asked))
			return;
	} else {
		if (is_old_news(t, track, s))
			return;
		change(t, track, show, s->state, true);
	}
	track->last = *s;
	if (s->cookie)
		track->cookie = s->cookie;
}

/* ---- events -------------------------------------------------------------------------------- */

/* Whether a sighting shows the socket of the connection that used the ports before. */
static bool is_previous(const struct connection *previous, const struct sighting *s)
{
	return previous && s->cookie && s->cookie == previous->at[s->end].cookie;
}

/* Apply a sighting of ports whose users are known. */
static void deliver(struct transitions *t, const struct tuple *tuple,
		    const struct event_sighting *es, size_t record)
{
	const struct sighting *s = &es->seen;
	struct connection *previous = connection_find(t, tuple->previous);
	struct track *track = &connection_find(t, tuple->connection)->at[s->end];
	struct showing show = {s->end, tuple->previous, es, record};

	if (is_previous(previous, s)) {
		apply(t, &previous->at[s->end], &show);
		return;
	}
	if (previous && s->state == TCPS_CLOSED)
		apply(t, &previous->at[s->end], &show);
	else if (previous)
		retire(t, &previous->at[s->end], &show);
	show.connection = tuple->connection;
	if (is_other_socket(track, s))
		retire(t, track, &show);
	apply(t, track, &show);
}

static struct track *listener_get(struct transitions *t, enum end end, uint16_t port)
{
	struct listener *listener;

	for (size_t i = 0; i < t->n_listeners[end]; i++) {
		if (t->listeners[end][i].port == port)
			return &t->listeners[end][i].track;
	}
	listener = ARRAY_ADD(t->listeners[end], t->n_listeners[end]);
	listener->port = port;
	return &listener->track;
}

static void observe_sighting(struct transitions *t, const struct event *ev, size_t record)
{
	const struct event_sighting *es = &ev->sighting;
	const struct sighting *s = &es->seen;
	bool client = s->end == CLIENT;
	struct showing show = {s->end, 0, es, record};
	struct connection *current;
	struct tuple *tuple;

	if (!s->peer_port || s->state == TCPS_LISTEN) {
		apply(t, listener_get(t, s->end, s->port), &show);
		return;
	}
	tuple = tuple_get(t, client ? s->port : s->peer_port, client ? s->peer_port : s->port);
	current = connection_find(t, tuple->connection);
	if (current && !tuple->n_waiting &&
	    (!is_other_socket(&current->at[s->end], s) ||
	     is_previous(connection_find(t, tuple->previous), s))) {
		deliver(t, tuple, es, record);
		return;
	}
	*ARRAY_ADD(tuple->waiting, tuple->n_waiting) = (struct waiting){s->end, *es, record};
}

/*
 * Ports get a connection. What was last seen of the one that used them before is when the new one
 * did not exist yet.
 */
static void bind_tuple(struct transitions *t, struct tuple *tuple, uint32_t number)
{
	const struct connection *previous;
	struct connection *new;

	tuple->previous = tuple->connection;
	tuple->connection = number;
	if (connection_find(t, number))
		return;
	new = ARRAY_ADD(t->connections, t->n_connections);
	new->number = number;
	previous = connection_find(t, tuple->previous);
	for_each_end(e)
		new->at[e].last.asked =
			previous ? previous->at[e].last.asked : (struct monotime){0};
}

/* Only what an end itself sends tells who uses its ports; what is forged is about a known flow. */
static void observe_segment(struct transitions *t, const struct event *ev)
{
	const struct segment_facts *facts = &ev->segment.facts;
	bool client = ev->end == CLIENT;
	struct tuple *tuple = tuple_get(t, client ? facts->src_port : facts->dst_port,
					client ? facts->dst_port : facts->src_port);

	if (tuple->connection != facts->connection)
		bind_tuple(t, tuple, facts->connection);
	else if (tuple->n_waiting && tuple->waiting[0].end != ev->end)
		return;
	for (size_t i = 0; i < tuple->n_waiting; i++)
		deliver(t, tuple, &tuple->waiting[i].sighting, tuple->waiting[i].record);
	tuple->n_waiting = 0;
}

size_t transitions_observe(struct transitions *t, const struct event *ev, size_t record)
{
	size_t before = t->n;

	causes_observe(&t->causes, ev);
	if (ev->kind == EVENT_SEGMENT && ev->segment.origin == ORIGIN_END)
		observe_segment(t, ev);
	else if (ev->kind == EVENT_SIGHTING)
		observe_sighting(t, ev, record);
	return t->n - before;
}

const struct transition *transitions_all(const struct transitions *t, size_t *n)
{
	*n = t->n;
	return t->all;
}

uint32_t transitions_latest(const struct transitions *t, enum end end)
{
	return t->latest[end];
}

bool transitions_listens(const struct transitions *t, enum end end, uint16_t port)
{
	for (size_t i = 0; i < t->n_listeners[end]; i++) {
		if (t->listeners[end][i].port == port)
			return t->listeners[end][i].track.state == TCPS_LISTEN;
	}
	return false;
}

enum tcp_state transitions_state(const struct transitions *t, enum end end, uint32_t connection,
				 bool *existed)
{
	const struct connection *c = connection_find(t, connection);
	const struct track *track = c ? &c->at[end] : NULL;

	if (!connection && t->n_listeners[end])
		track = &t->listeners[end][0].track;
	*existed = track && track->existed;
	return track ? track->state : TCPS_CLOSED;
}
