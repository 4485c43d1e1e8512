/* SPDX-License-Identifier: MIT */
/*
 * The injector: stop motion. A segment in the queue is held by the kernel until its verdict, so for
 * every segment both ends are photographed (before), the rules decide, the verdict is given, and both
 * ends are photographed again (after). Delivery happens inside the verdict: what the receiver made of
 * the segment is there when the verdict's system call returns. In some 5 of 100,000 segments the
 * receiver's socket is locked and the effect shows up to 21 us later; an accepted segment that should
 * have had an effect and shows none is looked at again, RELOOKS times at the most.
 *
 * A segment that is let through toward an end whose link is down arrives nowhere, and one that a
 * middlebox takes for no connection's is lost behind the queue. Whether the wire's
 * device sent it is told by the device's own counter, read before and after the verdict. (The
 * device's counter of drops would not do: Linux 6.1 does not count what is dropped for want of a
 * carrier, and 6.18 counts its own multicast listener reports, too.)
 *
 * A segment that a fault changes goes on as the payload of its verdict. What a fault sends besides
 * follows when the verdict has been given (besides.c).
 *
 * A delayed segment stays in the kernel; its deadline waits in a heap, and it gets a second "before"
 * when it is released. So does one that waits for a segment or a state: when that has come, it is due.
 */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "base/util.h"
#include "kernel/middlebox.h"
#include "roles/injector.h"

/* ---- segments ------------------------------------------------------------------------------ */

/* A packet that is no TCP segment of the lab: it can't be judged, and so neither can the run. */
static void pass_unreadable(struct injector *in, uint32_t id, int error)
{
	role_lost(in->channel, LOSS_SEGMENT_UNREADABLE, error);
	if (id)
		nfqueue_verdict(&in->queue, id, true);
}

static void forget(struct injector *in)
{
	int err = middlebox_forget();

	if (err < 0)
		role_lost(in->channel, LOSS_FORGET, err);
}

/* What the fault that decided on a segment makes of its bytes. Return: NULL if it leaves them alone */
static const struct change *make_change(struct injector *in, const struct decided *d)
{
	const struct scenario *sc = in->args->sc;
	const struct fault *fault =
		d->verdict->fault == NO_FAULT ? NULL : &sc->faults[d->verdict->fault];
	struct draft draft = {.packet = in->change.packet, .room = sizeof(in->change.packet)};
	struct segment seg;

	if (!fault || !fault_changes(fault))
		return NULL;
	in->change.obstacle = OBSTACLE_SIZE;
	if (draft_copy(&draft, d->seg) < 0)
		return &in->change;
	in->change.obstacle = fault_change(fault, d->flow, d->s->from, d->verdict->draw, &draft);
	draft_seal(&draft, &seg);
	flow_describe(d->flow, d->s->from, &seg, &in->change.facts);
	in->change.facts.retransmission = d->s->facts.retransmission;
	in->change.checksum_ok = segment_checksum_ok(&seg);
	in->change.len = draft.len;
	return &in->change;
}

/* The verdict and what goes with it. */
static void carry_out(struct injector *in, const struct decided *d, enum tcp_state receiver_before)
{
	give_verdict(in, d->s, d->verdict->kind, receiver_before, make_change(in, d));
	send_besides(in, d);
}

/* Before, decide; then the verdict and after, or hold. */
static void handle_segment(struct injector *in, const struct queued *packet, enum end from,
			   const struct segment *seg)
{
	struct held_segment s = {.id = packet->id, .from = from, .number = ++in->number};
	struct event ev = {.kind = EVENT_SEGMENT, .end = from, .at = in->now = monotime_now()};
	struct verdict verdict = {.kind = VERDICT_HOLD, .fault = NO_FAULT};
	struct decided decided = {.seg = seg, .s = &s, .verdict = &verdict};
	struct photo before[ENDS];
	struct end_states states;
	struct candidate candidate = {
		.number = s.number,
		.from = from,
		.time = monotime_between(in->origin, ev.at),
		.segment = seg,
		.facts = &s.facts,
		.states = &states,
	};

	in->tally[from].queued++;
	decided.flow = flows_observe(&in->flows, from, seg, &s.facts);
	await_names(in, s.facts.connection, candidate.held);
	photograph(in, &s.facts, from, LOOK_BEFORE, s.number, &states, before);
	if (!in->stopped)
		verdict = rules_decide(&in->rules, &candidate);
	ev.segment.number = s.number;
	ev.segment.facts = s.facts;
	ev.segment.verdict = verdict;
	channel_put_event(in->channel, &ev);
	put_photos(in, before);
	if (verdict.fault != NO_FAULT && in->args->sc->faults[verdict.fault].verb == VERB_FORGET)
		forget(in);
	if (in->stopped)
		hold(in, &s, MONOTIME_NEVER);
	else if (verdict.kind == VERDICT_HOLD)
		hold(in, &s, await_verdict(in, &s, &verdict, ev.at));
	else
		carry_out(in, &decided, states.state[other_end(from)]);
	await_queued(in, &s, ev.at);
	release_due(in);
	channel_flush(in->channel); /* before the probe, woken up by the delivery, tells of later */
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

/* ---- the end -------------------------------------------------------------------------------- */

/* Take in what is queued; if that is wanted, stop unless something is held, or even then if forced. */
static void settle(struct injector *in, bool stop, bool force)
{
	struct message msg = {.kind = MSG_SETTLED};

	drain_queue(in);
	msg.settle.held = in->stopped ? 0 : in->held.n;
	if (stop && (!msg.settle.held || force)) {
		msg.settle.held = 0;
		if (!in->stopped)
			report_faults(in);
		in->stopped = true;
		timer_arm(&in->timer, MONOTIME_NEVER);
	}
	report_tallies(in);
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
	err = nl_open(&in->rtnl, NETLINK_ROUTE);
	if (err < 0)
		refuse(&why, err, NULL, "open rtnetlink at the wire");
	if (!why.error)
		open_raw(in, &why);
	err = timer_open(&in->timer);
	if (err < 0)
		refuse(&why, err, NULL, "create a timer");
	if (why.error)
		role_refused(in->channel, &why);
	for_each_end(e)
		in->loses[e] = in->args->sc->wire != WIRE_PLAIN ||
			       script_touches_link(&in->args->sc->script[CLIENT], e) ||
			       script_touches_link(&in->args->sc->script[SERVER], e);
	in->awaits = await_any(in->args->sc);
	rules_init(&in->rules, in->args->sc, in->args->seed);
	lab_close(in->args->lab);
	role_ready(in->channel);
}

static void handle_message(struct injector *in)
{
	struct message msg;
	int ret = channel_get(in->channel, &msg, NULL);

	if (ret == -EAGAIN)
		return;
	if (ret != 1)
		_exit(ret == 0 ? EXIT_PASS : EXIT_BUG);
	if (msg.kind == MSG_BEGIN)
		in->origin = msg.origin;
	else if (msg.kind == MSG_EVENT)
		await_sighting(in, &msg.event);
	else if (msg.kind == MSG_SETTLE)
		settle(in, msg.settle.stop, msg.settle.force);
	release_due(in);
}

_Noreturn void injector_main(const struct role_args *args)
{
	static struct injector in;
	struct pollfd pfd[3];

	in.args = args;
	in.channel = args->channel;
	set_up(&in);
	pfd[0] = (struct pollfd){.fd = nfqueue_fd(&in.queue), .events = POLLIN};
	pfd[1] = (struct pollfd){.fd = in.timer.fd, .events = POLLIN};
	pfd[2] = (struct pollfd){.fd = in.channel->fd, .events = POLLIN};
	for (;;) {
		if (poll(pfd, ARRAY_SIZE(pfd), -1) < 0 && errno != EINTR)
			_exit(EXIT_BUG);
		/* First: when the scripts began is said before their first segment. */
		if (pfd[2].revents)
			handle_message(&in);
		if (pfd[0].revents)
			drain_queue(&in);
		if (pfd[1].revents)
			release_due(&in);
	}
}
