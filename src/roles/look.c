/* SPDX-License-Identifier: MIT */
/* Looking: at what something has happened to, and where a timer or a look at a port is due. */
#include "base/util.h"
#include "roles/probe.h"

/* A port that is waited for is looked at first after WATCH_FIRST, and then each time when the wait
 * has become longer by a WATCH_BACK_OFF-th. */
#define WATCH_FIRST    (1 * NSEC_PER_MSEC)
#define WATCH_BACK_OFF 8

struct monotime probe_present(struct probe *p)
{
	if (!p->now.ns)
		p->now = monotime_now();
	return p->now;
}

static void report_sighting(struct probe *p, enum end end, const struct sighting *seen,
			    enum look why, uint32_t subject)
{
	struct event ev = {.kind = EVENT_SIGHTING, .end = end, .at = seen->answered};

	ev.sighting.seen = *seen;
	ev.sighting.look = why;
	ev.sighting.subject = subject;
	channel_put_event(p->channel, &ev);
}

/* Look, beginning at the present. Return: as sockdiag_look() */
static int look_now(struct probe *p, enum end end, uint16_t port, uint16_t peer_port,
		    struct sighting *seen)
{
	struct monotime asked = probe_present(p);
	int err = sockdiag_look(&p->diag[end], port, peer_port, seen);

	seen->asked = asked;
	seen->answered = p->now = monotime_now();
	return err;
}

void probe_look(struct probe *p, struct known *k, enum end end, enum look why, uint32_t subject)
{
	struct half *h = &k->half[end];
	struct sighting seen;
	int err = look_now(p, end, k->port[end], k->port[other_end(end)], &seen);

	h->look = false;
	if (err < 0) {
		role_lost(p->channel, LOSS_SOCK_DIAG, err);
		h->timer.next_look = MONOTIME_NEVER; /* the run is inconclusive by now */
		return;
	}
	h->exists = seen.state != TCPS_CLOSED;
	if (seen.state == TCPS_CLOSED)
		seen.timer = TIMER_NONE;
	due_plan(&h->timer, &seen, why == LOOK_TIMER);
	p->next_look = monotime_min(p->next_look, h->timer.next_look);
	report_sighting(p, end, &seen, why, subject);
}

void probe_look_at_listener(struct probe *p, enum end end, struct listener *l, enum look why,
			    uint32_t call)
{
	struct sighting seen;
	int err = look_now(p, end, l->port, 0, &seen);

	if (err < 0) {
		role_lost(p->channel, LOSS_SOCK_DIAG, err);
		return;
	}
	l->exists = seen.state == TCPS_LISTEN;
	report_sighting(p, end, &seen, why, call);
}

void probe_watch(struct probe *p, enum end end, struct listener *l, struct monotime now)
{
	if (l->next_look.ns <= now.ns) {
		probe_look_at_listener(p, end, l, LOOK_WATCH, 0);
		l->next_look = l->exists ? MONOTIME_NEVER
					 : monotime_add(now, MAX(monotime_between(l->watched, now) /
									 WATCH_BACK_OFF,
								 WATCH_FIRST));
	}
	p->next_look = monotime_min(p->next_look, l->next_look);
}

/* Find out when the next timer is due. */
static void find_next_look(struct probe *p)
{
	p->next_look = MONOTIME_NEVER;
	for_each_end(e) {
		for (size_t i = 0; i < p->n_known; i++)
			p->next_look =
				monotime_min(p->next_look, p->known[i].half[e].timer.next_look);
		for (size_t i = 0; i < p->n_listeners[e]; i++)
			p->next_look = monotime_min(p->next_look, p->listeners[e][i].next_look);
	}
}

/* Look where a timer is due. */
static void look_at_timers(struct probe *p, struct monotime now)
{
	for (size_t i = 0; i < p->n_known; i++)
		for_each_end(e)
			if (p->known[i].half[e].timer.next_look.ns <= now.ns)
				probe_look(p, &p->known[i], e, LOOK_TIMER, 0);
	for_each_end(e)
		for (size_t i = 0; i < p->n_listeners[e]; i++)
			probe_watch(p, e, &p->listeners[e][i], now);
	find_next_look(p);
}

/* Connections among which the next timer is soon found. With more, one that is no longer the next
 * wakes the probe up for nothing. */
#define FEW_KNOWN 16

void probe_look_where_due(struct probe *p, struct monotime now)
{
	bool next_moved = false;

	for (size_t i = 0; i < p->n_wanted; i++) {
		struct known *k = &p->known[p->wanted[i]];

		k->wanted = false;
		for_each_end(e)
			if (k->half[e].look) {
				next_moved |= k->half[e].timer.next_look.ns == p->next_look.ns;
				probe_look(p, k, e, k->half[e].why, 0);
			}
	}
	p->n_wanted = 0;
	if (p->next_look.ns <= now.ns)
		look_at_timers(p, now);
	else if (next_moved && p->n_known <= FEW_KNOWN)
		find_next_look(p);
	timer_arm(&p->timer, p->next_look);
	channel_flush(p->channel);
}
