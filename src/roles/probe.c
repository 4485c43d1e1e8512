/* SPDX-License-Identifier: MIT */
/*
 * The probe: the witness that is not the saboteur. It captures both ends' wires, and looks at an end's
 * sockets when something can have changed there, never at a fixed rate:
 *
 *  - a segment passed the end's wire;
 *  - a call of the end returned, or its process reported an error or hang-up (the supervisor says so);
 *  - a socket was destroyed (the kernel's multicast says so);
 *  - a timer of a connection is due (due.h);
 *  - a script waits until something listens on a port: programs say nothing when they do.
 *
 * A connection is known by its ports, from the first segment that the capture shows.
 */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/util.h"
#include "roles/probe.h"
#include "tcp/segment.h"

/* ---- what is known ------------------------------------------------------------------------ */

/* What is known of two ports; NULL if nothing is. */
static struct known *find_known(struct probe *p, uint16_t client_port, uint16_t server_port)
{
	uint32_t known = portmap_get(&p->known_by, client_port, server_port);

	return known ? &p->known[known - 1] : NULL;
}

static struct known *get_known(struct probe *p, uint16_t client_port, uint16_t server_port)
{
	struct known *k = find_known(p, client_port, server_port);

	if (k)
		return k;
	k = ARRAY_ADD(p->known, p->n_known);
	portmap_put(&p->known_by, client_port, server_port, (uint32_t)p->n_known);
	k->port[CLIENT] = client_port;
	k->port[SERVER] = server_port;
	for_each_end(e)
		k->half[e].timer = DUE_NEVER;
	return k;
}

static struct listener *get_listener(struct probe *p, enum end end, uint16_t port)
{
	struct listener *l;

	for (size_t i = 0; i < p->n_listeners[end]; i++)
		if (p->listeners[end][i].port == port)
			return &p->listeners[end][i];
	l = ARRAY_ADD(p->listeners[end], p->n_listeners[end]);
	l->port = port;
	l->next_look = MONOTIME_NEVER;
	return l;
}

/* The same, by an end's own port and its peer's. */
static struct known *find_of_end(struct probe *p, enum end end, uint16_t port, uint16_t peer_port)
{
	return end == CLIENT ? find_known(p, port, peer_port) : find_known(p, peer_port, port);
}

static struct known *get_of_end(struct probe *p, enum end end, uint16_t port, uint16_t peer_port)
{
	return end == CLIENT ? get_known(p, port, peer_port) : get_known(p, peer_port, port);
}

static void want_look(struct probe *p, struct known *k, enum end end, enum look why)
{
	struct half *h = &k->half[end];

	h->look = true;
	h->why = why;
	if (!k->wanted)
		*ARRAY_ADD(p->wanted, p->n_wanted) = (size_t)(k - p->known);
	k->wanted = true;
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
	k = get_of_end(p, from, seg.src_port, seg.dst_port);
	want_look(p, k, end, LOOK_SEGMENT);
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

	while ((ret = sockdiag_notice(p->notices[end], &port, &peer_port)) > 0) {
		struct known *k = find_of_end(p, end, port, peer_port);

		if (k)
			want_look(p, k, end, LOOK_GONE);
	}
	if (ret < 0)
		role_lost(p->channel, LOSS_DESTROY_NOTICES, ret);
}

/* ---- the supervisor's wishes --------------------------------------------------------------- */

/* Look at an end's connections that exist, and at its listeners. */
static void look_at_all(struct probe *p, enum end end, enum look why, uint32_t call)
{
	for (size_t i = 0; i < p->n_known; i++) {
		struct half *h = &p->known[i].half[end];

		if (h->look || h->exists)
			probe_look(p, &p->known[i], end, why, call);
	}
	for (size_t i = 0; i < p->n_listeners[end]; i++)
		if (p->listeners[end][i].exists)
			probe_look_at_listener(p, end, &p->listeners[end][i], why, call);
}

static void look_at_end(struct probe *p, const struct message *msg)
{
	uint16_t port = msg->look.port, peer_port = msg->look.peer_port;
	struct message done = *msg;
	enum end end = msg->look.end;

	drain_capture(p, end);
	if (!port)
		look_at_all(p, end, msg->look.why, msg->look.call);
	else if (!peer_port)
		probe_look_at_listener(p, end, get_listener(p, end, port), msg->look.why,
				       msg->look.call);
	else
		probe_look(p, get_of_end(p, end, port, peer_port), end, msg->look.why,
			   msg->look.call);
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

static void begin_watch(struct probe *p, const struct message *msg)
{
	struct listener *l = get_listener(p, msg->watch.end, msg->watch.port);

	l->watched = l->next_look = probe_present(p);
	probe_watch(p, msg->watch.end, l, l->watched);
}

static void settle(struct probe *p)
{
	struct event looks = {.kind = EVENT_LOOKS, .at = monotime_now()};
	struct message done = {.kind = MSG_SETTLED};

	for_each_end(e) {
		drain_capture(p, e);
		drain_notices(p, e);
	}
	probe_look_where_due(p, probe_present(p)); /* what they show belongs to the record, too */
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
	else if (msg.kind == MSG_WATCH)
		begin_watch(p, &msg);
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
	p.next_look = MONOTIME_NEVER;
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
		p.now.ns = 0;
		for_each_end(e) {
			if (pfd[2 * e].revents)
				drain_capture(&p, e);
			if (pfd[2 * e + 1].revents)
				drain_notices(&p, e);
		}
		if (pfd[2 * ENDS].revents)
			handle_message(&p);
		/* Nothing is due before the timer has fired: spare the clock. */
		probe_look_where_due(&p, pfd[2 * ENDS + 1].revents ? probe_present(&p) : never_yet);
	}
}
