/* SPDX-License-Identifier: MIT */
/*
 * The injector: stop motion. A segment in the queue is held by the kernel until its verdict, so for
 * every segment both ends are photographed (before), the rules decide, the verdict is given, and both
 * ends are photographed again (after). Delivery happens inside the verdict: what the receiver made of
 * the segment is there when the verdict's system call returns. In some 5 of 100,000 segments the
 * receiver's socket is locked and the effect shows up to 21 us later; an accepted segment that should
 * have had an effect and shows none is looked at again, RELOOKS times at the most.
 *
 * A segment that is let through toward an end whose link is down arrives nowhere. Whether the wire's
 * device sent it is told by the device's own counter, read before and after the verdict. (The
 * device's counter of drops would not do: Linux 6.1 does not count what is dropped for want of a
 * carrier, and 6.18 counts its own multicast listener reports, too.)
 *
 * A delayed segment stays in the kernel; its deadline waits in a heap, and it gets a second "before"
 * when it is released.
 */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/util.h"
#include "fault/rule.h"
#include "kernel/nfqueue.h"
#include "kernel/sockdiag.h"
#include "kernel/timer.h"
#include "roles/held.h"
#include "roles/role.h"
#include "tcp/flow.h"

#define RELOOKS 8

/* Verdicts that are remembered: an error about one of them comes with the next receives. */
#define RECENT 64

struct recent {
	uint32_t id;
	enum end from;
	bool accepted;
	bool undelivered;
};

struct injector {
	const struct role_args *args;
	struct channel *channel;
	struct nfqueue queue;
	struct nl rtnl; /* in the wire */
	bool unplugs[ENDS];
	struct sockdiag diag[ENDS];
	struct flows flows;
	struct rules rules;
	struct held held;
	struct timer timer;
	uint32_t number; /* of the latest segment */
	bool stopped;	 /* settled: no more verdicts */
	struct event_queued tally[ENDS];
	struct recent recent[RECENT];
	unsigned int recent_n;
	bool (*existed)[ENDS]; /* [connection - 1]: the end has been seen to have it */
	uint32_t existed_n;
};

/* ---- photographs --------------------------------------------------------------------------- */

/* A photograph of one end: an event, if it could be taken. */
struct photo {
	bool taken;
	struct event event;
};

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
	photo.event.at = sighting->seen.answered;
	return photo;
}

static void put_photos(struct injector *in, const struct photo photos[ENDS])
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

/* Photograph both ends; @states and @photos are filled in. What can't be seen is no state at all. */
static void photograph(struct injector *in, const struct segment_facts *facts, enum end from,
		       enum look why, uint32_t number, struct end_states *states,
		       struct photo photos[ENDS])
{
	bool *had = existed(in, facts->connection);

	for_each_end(e) {
		photos[e] = look(in, e, facts, from, why, number);
		states->state[e] = photos[e].event.sighting.seen.state;
		had[e] |= states->state[e] != TCPS_CLOSED;
		states->existed[e] = had[e] && photos[e].taken;
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

/* ---- verdicts ------------------------------------------------------------------------------ */

static void remember(struct injector *in, struct recent recent)
{
	in->recent[in->recent_n++ % RECENT] = recent;
}

/* How many packets the wire has sent toward an end, if that end's link may go down at all. */
static uint64_t sent_to(struct injector *in, enum end end)
{
	uint64_t sent = 0;
	int err = in->unplugs[end] ? rtnl_sent(&in->rtnl, end_name(end), &sent) : 0;

	if (err < 0)
		role_lost(in->channel, LOSS_UNSETTLED, err);
	return sent;
}

/* Photograph the ends after a verdict; if nothing moved that should have, look again. */
static void photograph_after(struct injector *in, const struct held_segment *s, bool accepted,
			     enum tcp_state before)
{
	enum end to = other_end(s->from);
	struct photo after[ENDS];
	struct end_states now;

	photograph(in, &s->facts, s->from, LOOK_AFTER, s->number, &now, after);
	if (accepted && should_move(&s->facts, before))
		for (int i = 0; i < RELOOKS && now.state[to] == before; i++) {
			after[to] = look(in, to, &s->facts, s->from, LOOK_AFTER, s->number);
			now.state[to] = after[to].event.sighting.seen.state;
		}
	existed(in, s->facts.connection)[to] |= now.state[to] != TCPS_CLOSED;
	put_photos(in, after);
}

static void give_verdict(struct injector *in, const struct held_segment *s, enum verdict_kind kind,
			 enum tcp_state receiver_before)
{
	bool accept = kind == VERDICT_ACCEPT;
	struct event ev = {.kind = EVENT_VERDICT, .end = s->from};
	enum end to = other_end(s->from);
	struct recent recent = {.id = s->id, .from = s->from, .accepted = accept};
	uint64_t sent = sent_to(in, to);
	int err;

	ev.verdict.segment = s->number;
	ev.verdict.kind = kind;
	ev.at = monotime_now();
	err = nfqueue_verdict(&in->queue, s->id, accept);
	recent.undelivered = accept && in->unplugs[to] && sent_to(in, to) == sent;
	channel_put_event(in->channel, &ev);
	if (err < 0)
		role_lost(in->channel, LOSS_QUEUE_OVERRUN, err);
	if (accept)
		in->tally[s->from].accepted++;
	else
		in->tally[s->from].dropped++;
	in->tally[s->from].undelivered += recent.undelivered;
	remember(in, recent);
	photograph_after(in, s, accept, receiver_before);
}

static void hold(struct injector *in, struct held_segment *s, struct monotime due)
{
	s->due = due;
	held_add(&in->held, s);
	if (!in->stopped)
		timer_arm(&in->timer, held_next(&in->held));
}

/* Release what is due. */
static void release_due(struct injector *in)
{
	while (!in->stopped && held_next(&in->held).ns <= monotime_now().ns) {
		struct held_segment s = held_take(&in->held);
		struct photo before[ENDS];
		struct end_states states;

		photograph(in, &s.facts, s.from, LOOK_BEFORE, s.number, &states, before);
		put_photos(in, before);
		give_verdict(in, &s, VERDICT_ACCEPT, states.state[other_end(s.from)]);
		channel_flush(in->channel);
	}
	timer_arm(&in->timer, in->stopped ? MONOTIME_NEVER : held_next(&in->held));
}

/* ---- segments ------------------------------------------------------------------------------ */

/* A packet that is no TCP segment of the lab: it can't be judged, and so neither can the run. */
static void pass_unreadable(struct injector *in, uint32_t id, int error)
{
	role_lost(in->channel, LOSS_SEGMENT_UNREADABLE, error);
	if (id)
		nfqueue_verdict(&in->queue, id, true);
}

/* Before, decide; then the verdict and after, or hold. */
static void handle_segment(struct injector *in, const struct queued *packet, enum end from,
			   const struct segment *seg)
{
	struct held_segment s = {.id = packet->id, .from = from, .number = ++in->number};
	struct event ev = {.kind = EVENT_SEGMENT, .end = from, .at = monotime_now()};
	struct verdict verdict = {.kind = VERDICT_HOLD, .fault = NO_FAULT};
	struct photo before[ENDS];
	struct end_states states;

	in->tally[from].queued++;
	flows_observe(&in->flows, from, seg, &s.facts);
	photograph(in, &s.facts, from, LOOK_BEFORE, s.number, &states, before);
	if (!in->stopped)
		verdict = rules_decide(&in->rules, s.number, from, &s.facts, &states);
	ev.segment.number = s.number;
	ev.segment.facts = s.facts;
	ev.segment.verdict = verdict;
	channel_put_event(in->channel, &ev);
	put_photos(in, before);
	if (in->stopped)
		hold(in, &s, MONOTIME_NEVER);
	else if (verdict.kind == VERDICT_HOLD)
		hold(in, &s, monotime_add(ev.at, verdict.delay));
	else
		give_verdict(in, &s, verdict.kind, states.state[other_end(from)]);
	channel_flush(in->channel);
}

static void handle_packet(struct injector *in, const struct queued *packet)
{
	struct segment seg;
	enum end from;
	int err;

	err = segment_parse(&seg, packet->packet, packet->len);
	if (!err && end_parse(packet->indev, strlen(packet->indev), &from))
		handle_segment(in, packet, from, &seg);
	else
		pass_unreadable(in, packet->id, err);
}

/* The kernel had let go of a packet before our verdict: it never arrived. */
static void note_flushed(struct injector *in, uint32_t id)
{
	for (unsigned int i = 0; i < MIN(in->recent_n, RECENT); i++) {
		struct recent *r = &in->recent[i];

		if (r->id != id)
			continue;
		if (r->accepted)
			in->tally[r->from].accepted--;
		else
			in->tally[r->from].dropped--;
		in->tally[r->from].undelivered -= r->undelivered;
		in->tally[r->from].flushed++;
		return;
	}
	role_lost(in->channel, LOSS_QUEUE_OVERRUN, ENOENT);
}

static void drain_queue(struct injector *in)
{
	struct queued packet;

	for (;;) {
		switch (nfqueue_receive(&in->queue, &packet)) {
		case RECEIVED_NOTHING:
			channel_flush(in->channel);
			return;
		case RECEIVED_PACKET:
			handle_packet(in, &packet);
			break;
		case RECEIVED_FLUSHED:
			note_flushed(in, packet.id);
			break;
		case RECEIVED_OVERRUN:
			role_lost(in->channel, LOSS_QUEUE_OVERRUN, ENOBUFS);
			break;
		case RECEIVED_UNREADABLE:
			pass_unreadable(in, packet.id, 0);
			break;
		}
	}
}

/* ---- the end ------------------------------------------------------------------------------- */

static void report_faults(struct injector *in)
{
	for (size_t i = 0; i < in->args->sc->n_faults; i++) {
		struct event ev = {.kind = EVENT_FAULT, .at = monotime_now()};

		if (in->args->sc->faults[i].disabled)
			continue;
		ev.fault.fault = i;
		ev.fault.fired = in->rules.state[i].fired;
		ev.fault.miss = in->rules.state[i].miss;
		channel_put_event(in->channel, &ev);
	}
}

static void report_tallies(struct injector *in)
{
	uint64_t lost = 0;
	int err = nfqueue_lost(&in->queue, &lost);

	if (err < 0 || lost)
		role_lost(in->channel, LOSS_QUEUE_OVERRUN, err);
	for_each_end(e) {
		struct event ev = {.kind = EVENT_QUEUED, .end = e, .at = monotime_now()};

		ev.queued = in->tally[e];
		/* The kernel's counters do not tell directions apart. */
		ev.queued.lost = e == CLIENT ? lost : 0;
		channel_put_event(in->channel, &ev);
	}
}

static void count_held(struct injector *in)
{
	for_each_end(e)
		in->tally[e].held = 0;
	for (size_t i = 0; i < in->held.n; i++)
		in->tally[in->held.heap[i].from].held++;
}

/* Take in what is queued; stop unless something is held, or even then if forced. */
static void settle(struct injector *in, bool force)
{
	struct message msg = {.kind = MSG_SETTLED};

	drain_queue(in);
	msg.settle.held = in->stopped ? 0 : in->held.n;
	if (!msg.settle.held || force) {
		msg.settle.held = 0;
		if (!in->stopped)
			report_faults(in);
		in->stopped = true;
		timer_arm(&in->timer, MONOTIME_NEVER);
		count_held(in);
		report_tallies(in);
	}
	channel_put(in->channel, &msg);
	channel_flush(in->channel);
}

static void open_diag(struct injector *in, struct refusal *why)
{
	for_each_end(e)
		if (lab_watch(in->args->lab, e, in->args->ip_version, &in->diag[e], why) < 0)
			return;
	lab_enter(in->args->lab, PLACE_WIRE, why);
}

static void set_up(struct injector *in)
{
	struct refusal why = {0};
	int err;

	open_diag(in, &why);
	if (!why.error)
		nfqueue_open(&in->queue, LAB_QUEUE, &why);
	err = nl_open(&in->rtnl, NETLINK_ROUTE, 0);
	if (err < 0)
		refuse(&why, err, NULL, "open rtnetlink at the wire");
	err = timer_open(&in->timer);
	if (err < 0)
		refuse(&why, err, NULL, "create a timer");
	if (why.error)
		role_refused(in->channel, &why);
	for_each_end(e)
		in->unplugs[e] = script_has(&in->args->sc->script[e], STEP_UNPLUG);
	rules_init(&in->rules, in->args->sc, in->args->seed);
	lab_close(in->args->lab);
	role_ready(in->channel);
}

_Noreturn void injector_main(const struct role_args *args)
{
	static struct injector in;
	struct pollfd pfd[3];
	struct message msg;

	in.args = args;
	in.channel = args->channel;
	set_up(&in);
	pfd[0] = (struct pollfd){.fd = nfqueue_fd(&in.queue), .events = POLLIN};
	pfd[1] = (struct pollfd){.fd = in.timer.fd, .events = POLLIN};
	pfd[2] = (struct pollfd){.fd = in.channel->fd, .events = POLLIN};
	for (;;) {
		if (poll(pfd, ARRAY_SIZE(pfd), -1) < 0 && errno != EINTR)
			_exit(EXIT_BUG);
		if (pfd[0].revents)
			drain_queue(&in);
		if (pfd[1].revents)
			release_due(&in);
		if (pfd[2].revents) {
			int ret = channel_get(in.channel, &msg, NULL);

			if (ret == 1 && msg.kind == MSG_SETTLE)
				settle(&in, msg.settle.force);
			else if (ret != -EAGAIN)
				_exit(ret == 0 ? EXIT_PASS : EXIT_BUG);
		}
	}
}
