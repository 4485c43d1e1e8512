/* SPDX-License-Identifier: MIT */
#include "base/util.h"
#include "roles/injector.h"

#define RELOOKS 8

static struct photo look(struct injector *in, enum end end, const struct segment_facts *facts,
			 enum end from, enum look why, uint32_t number)
{
	struct photo photo = {.event = {.kind = EVENT_SIGHTING, .end = end}};
	struct event_sighting *sighting = &photo.event.sighting;
	bool sender = end == from;
	int err;

	sighting->look = why;
	sighting->subject = number;
	err = sockdiag_look(&in->diag[end], sender ? facts->src_port : facts->dst_port,
			    sender ? facts->dst_port : facts->src_port, &sighting->seen);
	if (err < 0)
		role_lost(in->channel, LOSS_SOCK_DIAG, err);
	photo.taken = err == 0;
	return photo;
}

/* Say of photographs when they were taken: since @in->now, which is the present now. */
static void date(struct injector *in, struct photo photos[], size_t n)
{
	struct monotime asked = in->now;

	in->now = monotime_now();
	for (size_t i = 0; i < n; i++) {
		photos[i].event.sighting.seen.asked = asked;
		photos[i].event.sighting.seen.answered = in->now;
		photos[i].event.at = in->now;
	}
}

void put_photos(struct injector *in, const struct photo photos[ENDS])
{
	for_each_end(e)
		if (photos[e].taken)
			channel_put_event(in->channel, &photos[e].event);
}

static bool *existed(struct injector *in, uint32_t connection)
{
	while (in->existed_n < connection)
		(void)ARRAY_ADD(in->existed, in->existed_n);
	return in->existed[connection - 1];
}

bool photo_existed(struct injector *in, uint32_t connection, enum end end, enum tcp_state state)
{
	bool *had = existed(in, connection);

	had[end] |= state != TCPS_CLOSED;
	return had[end];
}

void photograph(struct injector *in, const struct segment_facts *facts, enum end from,
		enum look why, uint32_t number, struct end_states *states,
		struct photo photos[ENDS])
{
	for_each_end(e)
		photos[e] = look(in, e, facts, from, why, number);
	date(in, photos, ENDS);
	for_each_end(e) {
		states->state[e] = photos[e].event.sighting.seen.state;
		states->timer[e] = photos[e].event.sighting.seen.timer;
		states->retransmits[e] = photos[e].event.sighting.seen.retransmits;
		states->existed[e] = photo_existed(in, facts->connection, e, states->state[e]) &&
				     photos[e].taken;
		if (states->existed[e])
			await_state(in, facts->connection, e, states->state[e]);
	}
}

/* Whether a segment ought to move a receiver in that state. */
static bool should_move(const struct segment_facts *facts, enum tcp_state state)
{
	switch (state) {
	case TCPS_SYN_SENT:
	case TCPS_SYN_RECEIVED:
	case TCPS_FIN_WAIT_1:
	case TCPS_CLOSING:
	case TCPS_LAST_ACK:
		return true;
	case TCPS_CLOSED:
	case TCPS_LISTEN:
	case TCPS_ESTABLISHED:
	case TCPS_FIN_WAIT_2:
	case TCPS_CLOSE_WAIT:
	case TCPS_TIME_WAIT:
		break;
	}
	return facts->flags & (TCP_SYN | TCP_FIN | TCP_RST);
}

void photograph_after(struct injector *in, const struct held_segment *s, bool accepted,
		      enum tcp_state before)
{
	enum end to = other_end(s->from);
	struct photo after[ENDS];
	struct end_states now;

	in->now = monotime_now();
	photograph(in, &s->facts, s->from, LOOK_AFTER, s->number, &now, after);
	if (accepted && !sockdiag_is_alone() && should_move(&s->facts, before))
		for (int i = 0; i < RELOOKS && now.state[to] == before; i++) {
			after[to] = look(in, to, &s->facts, s->from, LOOK_AFTER, s->number);
			date(in, &after[to], 1);
			now.state[to] = after[to].event.sighting.seen.state;
		}
	if (photo_existed(in, s->facts.connection, to, now.state[to]) && after[to].taken)
		await_state(in, s->facts.connection, to, now.state[to]);
	put_photos(in, after);
}
