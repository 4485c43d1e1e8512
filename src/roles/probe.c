/* SPDX-License-Identifier: MIT */
/*
 * The probe: the witness that is not the saboteur. It captures both ends' wires, and looks at an end's
 * sockets when something can have changed there, never at a fixed rate:
 *
 *  - a segment passed the end's wire;
 *  - a call of the end returned, or its process reported an error or hang-up (the supervisor says so);
 *  - a socket was destroyed (the kernel's multicast says so);
 *  - a timer of a connection is due. The kernel's timer wheel fires late, the later the longer the
 *    timer is, and a due time of 0 says nothing about when: so the first look comes OVERDUE_FIRST
 *    after the due time, and each further one BACK_OFF times as long after the one before it as
 *    that was: 4, 20, 84, 340 ms …
 *
 * A connection is known by its ports, from the first segment that the capture shows.
 */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/util.h"
#include "kernel/capture.h"
#include "kernel/sockdiag.h"
#include "kernel/timer.h"
#include "roles/role.h"
#include "roles/stock.h"
#include "tcp/segment.h"

#define OVERDUE_FIRST (4 * NSEC_PER_MSEC)
#define BACK_OFF      4

/* One end's half of a connection, as last seen. */
struct half {
	bool exists;
	bool look; /* something happened since */
	enum look why;
	uint32_t subject;
	struct monotime due;	   /* of its timer; MONOTIME_NEVER if none runs */
	struct monotime next_look; /* at the timer */
	nsec_t overdue;		   /* how late the next look is after @due */
};

struct known {
	uint16_t port[ENDS];
	struct half half[ENDS];
};

struct probe {
	const struct role_args *args;
	struct channel *channel;
	struct capture capture[ENDS];
	struct sockdiag diag[ENDS];
	int notices[ENDS];
	struct timer timer;
	struct known *known;
	size_t n_known;
	struct event_captured tally[ENDS];
	struct stock stock[ENDS];
	uint64_t stock_requests;
};

/* ---- looking ------------------------------------------------------------------------------- */

static void report_sighting(struct probe *p, enum end end, const struct sighting *seen,
			    enum look why, uint32_t subject)
{
	struct event ev = {.kind = EVENT_SIGHTING, .end = end, .at = seen->answered};

	ev.sighting.seen = *seen;
	ev.sighting.look = why;
	ev.sighting.subject = subject;
	channel_put_event(p->channel, &ev);
}

/* When to look next because of the socket's timer. */
static void plan_timer_look(struct half *h, const struct sighting *seen, bool timer_look)
{
	struct monotime due =
		monotime_add(seen->answered, (nsec_t)seen->expires_ms * NSEC_PER_MSEC);

	if (seen->timer == TIMER_NONE) {
		h->due = h->next_look = MONOTIME_NEVER;
	} else if (seen->expires_ms > 0 || h->due.ns == MONOTIME_NEVER.ns) {
		h->due = due;
		h->overdue = OVERDUE_FIRST;
		h->next_look = monotime_add(due, h->overdue);
	} else if (timer_look) {
		h->overdue *= BACK_OFF;
		h->next_look = monotime_add(h->next_look, h->overdue);
	}
}

static void look(struct probe *p, struct known *k, enum end end, enum look why, uint32_t subject)
{
	struct half *h = &k->half[end];
	struct sighting seen;
	int err = sockdiag_look(&p->diag[end], monotime_now(), k->port[end],
				k->port[other_end(end)], &seen);

	h->look = false;
	if (err < 0) {
		role_lost(p->channel, LOSS_SOCK_DIAG, err);
		h->next_look = MONOTIME_NEVER; /* the run is inconclusive by now */
		return;
	}
	h->exists = seen.state != TCPS_CLOSED;
	if (seen.state == TCPS_CLOSED)
		seen.timer = TIMER_NONE;
	plan_timer_look(h, &seen, why == LOOK_TIMER);
	report_sighting(p, end, &seen, why, subject);
}

static void look_at_listener(struct probe *p, enum end end, uint16_t port, uint32_t call)
{
	struct sighting seen;
	int err = sockdiag_look(&p->diag[end], monotime_now(), port, 0, &seen);

	if (err < 0)
		role_lost(p->channel, LOSS_SOCK_DIAG, err);
	else
		report_sighting(p, end, &seen, LOOK_CALL, call);
}

/* Look once at each half that something happened to, or whose look was due until now. */
static void look_where_due(struct probe *p, struct monotime now)
{
	struct monotime next = MONOTIME_NEVER;

	for (size_t i = 0; i < p->n_known; i++)
		for_each_end(e) {
			struct half *h = &p->known[i].half[e];

			if (h->look)
				look(p, &p->known[i], e, h->why, h->subject);
			else if (h->next_look.ns <= now.ns)
				look(p, &p->known[i], e, LOOK_TIMER, 0);
			next = monotime_min(next, h->next_look);
		}
	timer_arm(&p->timer, next);
	channel_flush(p->channel);
}

static struct known *find_known(struct probe *p, uint16_t client_port, uint16_t server_port)
{
	struct known *k;

	for (size_t i = 0; i < p->n_known; i++)
		if (p->known[i].port[CLIENT] == client_port &&
		    p->known[i].port[SERVER] == server_port)
			return &p->known[i];
	k = ARRAY_ADD(p->known, p->n_known);
	k->port[CLIENT] = client_port;
	k->port[SERVER] = server_port;
	for_each_end(e)
		k->half[e].due = k->half[e].next_look = MONOTIME_NEVER;
	return k;
}

static void want_look(struct half *h, enum look why, uint32_t subject)
{
	h->look = true;
	h->why = why;
	h->subject = subject;
}

/* ---- capturing ----------------------------------------------------------------------------- */

static void keep_bytes(struct packet *packet, const struct captured *c)
{
	packet->len = c->len;
	packet->kept = MIN(c->kept, (size_t)PACKET_SNAP);
	memcpy(packet->bytes, c->packet, packet->kept);
}

static void handle_captured(struct probe *p, enum end end, const struct captured *c)
{
	struct message msg = {.kind = MSG_CAPTURED};
	enum end from = c->outgoing ? end : other_end(end);
	struct segment seg;
	struct known *k;

	if (c->outgoing)
		p->tally[end].out++;
	else
		p->tally[end].in++;
	if (c->kept < c->len || segment_parse(&seg, c->packet, c->kept) < 0) {
		role_lost(p->channel, LOSS_CAPTURE, EBADMSG);
		return;
	}
	msg.captured.event = (struct event){.kind = EVENT_CAPTURE,
					    .end = end,
					    .at = c->at,
					    .capture = {.outgoing = c->outgoing,
							.flags = seg.flags,
							.src_port = seg.src_port,
							.dst_port = seg.dst_port,
							.seq = seg.seq,
							.ack = seg.ack,
							.payload_len = seg.payload_len}};
	keep_bytes(&msg.captured.packet, c);
	channel_put(p->channel, &msg);
	k = find_known(p, from == CLIENT ? seg.src_port : seg.dst_port,
		       from == CLIENT ? seg.dst_port : seg.src_port);
	want_look(&k->half[end], LOOK_SEGMENT, 0);
}

static void drain_capture(struct probe *p, enum end end)
{
	int n;

	do { /* a batch that is not full was all there was */
		n = capture_read(&p->capture[end]);
		for (int i = 0; i < n; i++)
			handle_captured(p, end, &p->capture[end].batch[i]);
	} while (n == CAPTURE_BATCH);
	if (n < 0)
		role_lost(p->channel, LOSS_CAPTURE, n);
}

static void drain_notices(struct probe *p, enum end end)
{
	uint16_t port, peer_port;
	int ret;

	while ((ret = sockdiag_notice(p->notices[end], &port, &peer_port)) > 0)
		for (size_t i = 0; i < p->n_known; i++)
			if (p->known[i].port[end] == port &&
			    p->known[i].port[other_end(end)] == peer_port)
				want_look(&p->known[i].half[end], LOOK_GONE, 0);
	if (ret < 0)
		role_lost(p->channel, LOSS_DESTROY_NOTICES, ret);
}

/* ---- the supervisor's wishes --------------------------------------------------------------- */

/* Look at an end's connections that exist, and at a listener. */
static void look_at_end(struct probe *p, const struct message *msg)
{
	struct message done = *msg;
	enum end end = msg->look.end;

	drain_capture(p, end);
	for (size_t i = 0; i < p->n_known; i++) {
		struct half *h = &p->known[i].half[end];

		if (h->look || h->exists)
			look(p, &p->known[i], end, msg->look.why, msg->look.call);
	}
	if (msg->look.listen_port)
		look_at_listener(p, end, msg->look.listen_port, msg->look.call);
	done.kind = MSG_LOOKED;
	channel_put(p->channel, &done);
}

static void take_stock(struct probe *p, const struct message *msg)
{
	struct message done = *msg;

	p->stock_requests += stock_take(p->stock, p->args, msg->stock.end, msg->stock.moment);
	done.kind = MSG_STOCKED;
	channel_put(p->channel, &done);
	channel_flush(p->channel);
}

static void settle(struct probe *p)
{
	struct event looks = {.kind = EVENT_LOOKS, .at = monotime_now()};
	struct message done = {.kind = MSG_SETTLED};

	for_each_end(e) {
		drain_capture(p, e);
		drain_notices(p, e);
	}
	look_where_due(p, monotime_now()); /* what they show belongs to the record, too */
	for_each_end(e) {
		struct event ev = {.kind = EVENT_CAPTURED, .end = e};
		uint64_t lost = 0;
		int err;

		err = capture_lost(&p->capture[e], &lost);
		if (err < 0 || lost)
			role_lost(p->channel, LOSS_CAPTURE, err);
		p->tally[e].lost += lost;
		ev.at = monotime_now();
		ev.captured = p->tally[e];
		channel_put_event(p->channel, &ev);
		looks.looks += p->diag[e].requests;
	}
	looks.looks += p->stock_requests;
	channel_put_event(p->channel, &looks);
	channel_put(p->channel, &done);
	channel_flush(p->channel);
}

static void handle_message(struct probe *p)
{
	struct message msg;
	int ret = channel_get(p->channel, &msg, NULL);

	if (ret == -EAGAIN)
		return;
	if (ret != 1)
		_exit(ret == 0 ? EXIT_PASS : EXIT_BUG);
	if (msg.kind == MSG_LOOK)
		look_at_end(p, &msg);
	else if (msg.kind == MSG_STOCK)
		take_stock(p, &msg);
	else if (msg.kind == MSG_SETTLE)
		settle(p);
}

static int open_end(struct probe *p, enum end end, struct refusal *why)
{
	int err = lab_watch(p->args->lab, end, p->args->ip_version, &p->diag[end], why);

	if (err < 0)
		return err;
	p->notices[end] = sockdiag_notices_open();
	if (p->notices[end] < 0)
		return p->notices[end];
	err = stock_open(&p->stock[end], p->args->sc);
	if (err < 0)
		return err;
	return capture_open(&p->capture[end], p->args->lab->ifindex[end], p->args->realtime_offset);
}

static void set_up(struct probe *p)
{
	struct refusal why = {0};
	int err;

	for_each_end(e) {
		err = open_end(p, e, &why);
		if (err < 0) {
			refuse(&why, err, "the kernel needs CONFIG_PACKET and CONFIG_INET_DIAG",
			       "watch the %s", end_name(e));
			role_refused(p->channel, &why);
		}
	}
	err = timer_open(&p->timer);
	if (err < 0) {
		refuse(&why, err, NULL, "create a timer");
		role_refused(p->channel, &why);
	}
	lab_close(p->args->lab);
	role_patient();
	role_ready(p->channel);
}

_Noreturn void probe_main(const struct role_args *args)
{
	const struct monotime never_yet = {0};
	static struct probe p;
	struct pollfd pfd[2 * ENDS + 2];

	p.args = args;
	p.channel = args->channel;
	set_up(&p);
	for_each_end(e) {
		pfd[2 * e] = (struct pollfd){.fd = p.capture[e].fd, .events = POLLIN};
		pfd[2 * e + 1] = (struct pollfd){.fd = p.notices[e], .events = POLLIN};
	}
	pfd[2 * ENDS] = (struct pollfd){.fd = p.channel->fd, .events = POLLIN};
	pfd[2 * ENDS + 1] = (struct pollfd){.fd = p.timer.fd, .events = POLLIN};
	for (;;) {
		if (poll(pfd, ARRAY_SIZE(pfd), -1) < 0 && errno != EINTR)
			_exit(EXIT_BUG);
		for_each_end(e) {
			if (pfd[2 * e].revents)
				drain_capture(&p, e);
			if (pfd[2 * e + 1].revents)
				drain_notices(&p, e);
		}
		if (pfd[2 * ENDS].revents)
			handle_message(&p);
		/* Nothing is due before the timer has fired: spare the clock. */
		look_where_due(&p, pfd[2 * ENDS + 1].revents ? monotime_now() : never_yet);
	}
}
