/* SPDX-License-Identifier: MIT */
/*
 * The scenes are found row by row, in the order in which a reader of the ladder meets them; what the
 * states are before each follows from the transitions that the rows before it show. A segment's scene
 * has all that the segment does, also what the ladder shows further down because it was seen late.
 */
#include "quiz/quiz.h"

#include <string.h>

#include "base/util.h"
#include "quiz/answer.h"
#include "quiz/reason.h"
#include "report/phrase.h"
#include "report/rowmaker.h"

/* A connection at an end. */
struct socket {
	bool existed;
	bool active; /* opened by connect() */
	enum tcp_state state;
};

struct maker {
	struct quiz *quiz;
	const struct scenario *sc;
	const struct transition *all;
	size_t n_all;
	bool *told;		  /* [transition]: it is among what has happened */
	struct socket *now[ENDS]; /* [connection]; 0: the listener */
	size_t n_now[ENDS];
	uint32_t *connections; /* [segment]: the connection that it is of */
	size_t n_connections;
	uint32_t *ports; /* [connection]: the client's and the server's */
	size_t n_ports;
	char **asked; /* what has been asked about */
	size_t n_asked;
};

/* ---- what is known so far ------------------------------------------------------------------ */

static struct socket *socket_of(struct maker *m, enum end end, uint32_t connection)
{
	while (m->n_now[end] <= connection)
		(void)ARRAY_ADD(m->now[end], m->n_now[end]);
	return &m->now[end][connection];
}

static enum move_who who_of(struct maker *m, const struct transition *tr)
{
	const struct socket *s = socket_of(m, tr->end, tr->connection);
	bool opens = tr->from == TCPS_CLOSED && tr->to == TCPS_SYN_SENT;

	if (!tr->connection)
		return MOVE_LISTENER;
	return opens || (s->active && tr->from != TCPS_CLOSED) ? MOVE_ACTIVE : MOVE_PASSIVE;
}

static void tell(struct maker *m, size_t index)
{
	const struct transition *tr = &m->all[index];
	struct socket *s = socket_of(m, tr->end, tr->connection);

	if (m->told[index])
		return;
	m->told[index] = true;
	s->active = who_of(m, tr) == MOVE_ACTIVE;
	s->existed = true;
	s->state = tr->to;
}

/*
 * The state that an end is in as far as a connection goes: before there is one, that of an older one
 * between the same ports that is still there, in TIME-WAIT say; else the listener's.
 */
static enum tcp_state state_now(struct maker *m, enum end end, uint32_t connection)
{
	if (socket_of(m, end, connection)->existed)
		return socket_of(m, end, connection)->state;
	for (uint32_t older = connection; older-- > 1 && connection < m->n_ports;) {
		const struct socket *s = socket_of(m, end, older);

		if (m->ports[older] == m->ports[connection] && s->existed &&
		    s->state != TCPS_CLOSED)
			return s->state;
	}
	return socket_of(m, end, 0)->state;
}

/* ---- scenes -------------------------------------------------------------------------------- */

const struct segment_facts *quiz_facts(const struct row *row)
{
	return row->changed ? &row->sent : &row->facts;
}

/* Of two connections the older one moves first: it makes room. */
static void chain_add(struct maker *m, struct chain *chain, size_t index)
{
	const struct transition *tr = &m->all[index];
	enum move_who who = who_of(m, tr);
	size_t i;

	if (chain->n == TCP_STATES)
		return;
	for (i = chain->n++; i > 0 && chain->moves[i - 1]->connection > tr->connection; i--) {
		chain->moves[i] = chain->moves[i - 1];
		chain->who[i] = chain->who[i - 1];
	}
	chain->moves[i] = tr;
	chain->who[i] = who;
	tell(m, index);
}

/* A passive opener that hears a RST: RFC 9293 has the listener and its connection in one. */
static bool goes_back_to_listen(struct maker *m, const struct quiz_scene *scene,
				const struct chain *chain)
{
	const struct transition *last = chain->n ? chain->moves[chain->n - 1] : NULL;
	const struct tcp_move *move = last ? reason_move(scene, chain, chain->n - 1) : NULL;

	return move && last->to == TCPS_CLOSED && move->to == TCPS_LISTEN &&
	       socket_of(m, last->end, 0)->state == TCPS_LISTEN;
}

static void add_question(struct maker *m, struct quiz_scene *scene, enum end end,
			 uint32_t connection, enum tcp_state now, const struct chain *chain)
{
	struct quiz_question *q = &scene->questions[scene->n++];

	*q = (struct quiz_question){
		.end = end,
		.connection = connection,
		.now = now,
		.next = chain->n ? chain->moves[chain->n - 1]->to : now,
		.or_listen = goes_back_to_listen(m, scene, chain),
	};
	answer_choices(q);
	q->why = reason_why(m->sc, scene, q, chain);
}

static void scene_free(struct quiz_scene *scene)
{
	for (size_t i = 0; i < scene->n; i++)
		free(scene->questions[i].why);
	free(scene->what);
}

/* Whether it is a segment like thousands: it passes, and nothing comes of it. */
static bool is_ordinary(const struct quiz_scene *scene)
{
	const struct row *row = &scene->row;

	for (size_t i = 0; i < scene->n; i++)
		if (scene->questions[i].now != scene->questions[i].next)
			return false;
	return row->kind != ROW_ICMP && row->verdict != VERDICT_DROP && !row->changed &&
	       !row->ours && !(row->facts.flags & (TCP_SYN | TCP_FIN | TCP_RST));
}

/* Scenes that are described alike ask the same. The caller frees the description. */
static char *describe(const struct quiz_scene *scene)
{
	const struct row *row = &scene->row;
	size_t len;
	char *text;
	FILE *out = xmemstream(&text, &len);

	fprintf(out, "%d", scene->cue);
	if (scene->cue == CUE_CALL)
		fprintf(out, " %s", scene->what);
	if (scene->cue == CUE_SEGMENT && !is_ordinary(scene))
		fprintf(out, " %d %d %x %d %d %s", row->kind, row->end, quiz_facts(row)->names,
			row->verdict == VERDICT_DROP, row->loss, row->fault ? row->fault : "");
	for (size_t i = 0; i < scene->n; i++)
		fprintf(out, " %d>%d", scene->questions[i].now, scene->questions[i].next);
	fclose(out);
	return text;
}

/* Keep a scene, unless it asks what has been asked. */
static void add_scene(struct maker *m, struct quiz_scene *scene)
{
	char *description = describe(scene);

	for (size_t i = 0; i < m->n_asked; i++)
		if (!strcmp(m->asked[i], description)) {
			free(description);
			scene_free(scene);
			return;
		}
	*ARRAY_ADD(m->asked, m->n_asked) = description;
	*ARRAY_ADD(m->quiz->scenes, m->quiz->n_scenes) = *scene;
	m->quiz->n_questions += scene->n;
}

/* ---- segments ------------------------------------------------------------------------------ */

static bool is_by(const struct transition *tr, const struct row *row)
{
	return (tr->cause == CAUSE_SEGMENT || tr->cause == CAUSE_ICMP) && tr->number == row->number;
}

/* Whether a row shows that a segment goes on, or does not: one that is held may do either later. */
static bool is_decided(const struct row *row)
{
	if (row->kind == ROW_SEGMENT)
		return row->released || row->ours;
	return row->kind == ROW_RELEASE || row->kind == ROW_ICMP;
}

static uint32_t connection_of(const struct maker *m, const struct row *row)
{
	return row->number < m->n_connections ? m->connections[row->number] : 0;
}

static void ask_end(struct maker *m, struct quiz_scene *scene, enum end end)
{
	uint32_t connection = connection_of(m, &scene->row);
	enum tcp_state now = state_now(m, end, connection);
	struct chain chain = {0};

	for (size_t i = 0; i < m->n_all; i++) {
		const struct transition *tr = &m->all[i];

		if (tr->end == end && tr->connection && is_by(tr, &scene->row))
			chain_add(m, &chain, i);
	}
	/* By one SYN, a connection in TIME-WAIT may make room for the next. */
	if (chain.n && chain.moves[0]->from != TCPS_CLOSED)
		now = chain.moves[0]->from;
	add_question(m, scene, end, connection, now, &chain);
}

/* Of the calls that a row shows, those that begin: how they end may come of its segment. */
static void keep_beginnings(struct row_calls *calls)
{
	size_t kept = 0;

	for (size_t i = 0; i < calls->n; i++) {
		struct row_call call = calls->item[i];

		call.ends = call.failed = false;
		call.result[0] = '\0';
		if (call.begins)
			calls->item[kept++] = call;
	}
	calls->n = kept;
}

/* What this row shows and that does not come of its segment. */
static void keep_causes(const struct maker *m, struct row *row)
{
	for_each_end(e) {
		struct row_states *states = &row->states[e];
		size_t kept = 0;

		for (size_t i = 0; i < states->n; i++) {
			size_t change = states->item[i].change;

			if (!change || !is_by(&m->all[change - 1], row))
				states->item[kept++] = states->item[i];
		}
		states->n = kept;
		keep_beginnings(&row->calls[e]);
	}
}

static void segment_scene(struct maker *m, size_t above)
{
	struct quiz_scene scene = {.cue = CUE_SEGMENT, .above = above, .row = m->quiz->rows[above]};

	if (!is_decided(&scene.row) || !connection_of(m, &scene.row))
		return;
	keep_causes(m, &scene.row);
	scene.what = reason_what(m->sc, &scene, NULL);
	for_each_end(e)
		ask_end(m, &scene, e);
	add_scene(m, &scene);
}

/* ---- calls and timers ---------------------------------------------------------------------- */

static bool is_asked_alone(const struct transition *tr)
{
	return tr->connection &&
	       (tr->cause == CAUSE_CALL || tr->cause == CAUSE_KILL || tr->cause == CAUSE_TIMER);
}

/* A row of its own for what makes the transition, also where the ladder has it in a segment's row. */
static struct row row_of(const struct maker *m, const struct row *shown,
			 const struct transition *tr)
{
	struct row row = {.kind = ROW_CHANGE, .at = shown->at, .end = tr->end};

	if (tr->cause == CAUSE_TIMER)
		row.timer = shown->timer;
	phrase_change(row.words, m->sc, tr, row.timer.kind == TIMER_NONE ? NULL : &row.timer);
	return row;
}

/* @chain: by one cause. */
static void lone_scene(struct maker *m, size_t above, const struct chain *chain)
{
	const struct transition *tr = chain->moves[0];
	struct quiz_scene scene = {
		.cue = tr->cause == CAUSE_TIMER ? CUE_TIMER : CUE_CALL,
		.above = above,
		.row = row_of(m, &m->quiz->rows[above], tr),
	};

	scene.what = reason_what(m->sc, &scene, chain);
	add_question(m, &scene, tr->end, tr->connection, tr->from, chain);
	add_scene(m, &scene);
}

static bool same_cause(const struct transition *a, const struct transition *b)
{
	return a->end == b->end && a->connection == b->connection && a->cause == b->cause &&
	       a->number == b->number;
}

/* What an end does in a row on its own account. */
static void lone_scenes(struct maker *m, size_t above, enum end end)
{
	const struct row_states *states = &m->quiz->rows[above].states[end];
	size_t i = 0;

	while (i < states->n) {
		size_t change = states->item[i].change;
		const struct transition *tr = change ? &m->all[change - 1] : NULL;
		struct chain chain = {0};

		i++;
		if (!tr || m->told[change - 1] || is_by(tr, &m->quiz->rows[above]))
			continue;
		chain_add(m, &chain, change - 1);
		for (; i < states->n && states->item[i].change; i++) {
			change = states->item[i].change;
			if (!same_cause(tr, &m->all[change - 1]))
				break;
			chain_add(m, &chain, change - 1);
		}
		if (is_asked_alone(tr))
			lone_scene(m, above, &chain);
	}
}

/* ---- all of them --------------------------------------------------------------------------- */

static void keep_row(void *arg, const struct row *row)
{
	struct quiz *quiz = arg;

	*ARRAY_ADD(quiz->rows, quiz->n_rows) = *row;
}

static void note_connection(struct maker *m, uint32_t number, uint32_t connection)
{
	while (m->n_connections <= number)
		(void)ARRAY_ADD(m->connections, m->n_connections);
	m->connections[number] = connection;
}

static void note_ports(struct maker *m, enum end from, const struct segment_facts *facts)
{
	uint16_t client = from == CLIENT ? facts->src_port : facts->dst_port;
	uint16_t server = from == CLIENT ? facts->dst_port : facts->src_port;

	while (m->n_ports <= facts->connection)
		(void)ARRAY_ADD(m->ports, m->n_ports);
	m->ports[facts->connection] = (uint32_t)client << 16 | server;
}

static void note_segment(struct maker *m, enum end from, const struct event_segment *segment)
{
	note_connection(m, segment->number, segment->facts.connection);
	note_ports(m, from, &segment->facts);
}

static void note_event(struct maker *m, const struct event *ev)
{
	uint32_t about = ev->kind == EVENT_ICMP ? ev->icmp.about : 0;

	if (ev->kind == EVENT_SEGMENT)
		note_segment(m, ev->end, &ev->segment);
	else if (about && about < m->n_connections)
		note_connection(m, ev->icmp.number, m->connections[about]);
}

/* A listener that goes has no state in any row. */
static void tell_listeners(struct maker *m, struct monotime now)
{
	for (size_t i = 0; i < m->n_all; i++)
		if (!m->all[i].connection && !monotime_before(now, m->all[i].latest))
			tell(m, i);
}

static void make_scenes(struct maker *m)
{
	for (size_t i = 0; i < m->quiz->n_rows; i++) {
		tell_listeners(m, m->quiz->rows[i].at);
		for_each_end(e)
			lone_scenes(m, i, e);
		segment_scene(m, i);
	}
}

static void maker_free(struct maker *m)
{
	for (size_t i = 0; i < m->n_asked; i++)
		free(m->asked[i]);
	for_each_end(e)
		free(m->now[e]);
	free(m->asked);
	free(m->connections);
	free(m->ports);
	free(m->told);
}

void quiz_make(struct quiz *quiz, const struct scenario *sc, const struct timeline *tl)
{
	struct maker m = {.quiz = quiz, .sc = sc};
	struct transitions *transitions = transitions_new();
	struct rowmaker *rows;

	*quiz = (struct quiz){0};
	rows = rowmaker_new(sc, keep_row, quiz);
	for (size_t i = 0; i < tl->n; i++) {
		transitions_observe(transitions, &tl->events[i], timeline_record(i));
		rowmaker_event(rows, &tl->events[i], timeline_record(i));
		note_event(&m, &tl->events[i]);
	}
	rowmaker_free(rows);
	m.all = transitions_all(transitions, &m.n_all);
	m.told = xalloc(m.n_all, sizeof(*m.told));
	make_scenes(&m);
	maker_free(&m);
	transitions_free(transitions);
}

void quiz_free(struct quiz *quiz)
{
	for (size_t i = 0; i < quiz->n_scenes; i++)
		scene_free(&quiz->scenes[i]);
	free(quiz->scenes);
	free(quiz->rows);
	*quiz = (struct quiz){0};
}
