/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/translate.h"
#include "explain/explain.h"
#include "explain/nouns.h"
#include "explain/reference.h"

static void say_ip(struct sentences *s, const struct scenario *sc)
{
	switch (sc->ip) {
	case IP_4:
		sentence(s, _("They talk over IPv4."));
		break;
	case IP_6:
		sentence(s, _("They talk over IPv6."));
		break;
	default:
		sentence(s, _("The experiment is made twice, over IPv4 and over IPv6."));
		break;
	}
}

static void say_time(struct sentences *s, enum time_kind time)
{
	switch (time) {
	case TIME_ANY:
		break;
	case TIME_REAL:
		sentence(s, _("Time is that of the machine's own clock."));
		break;
	case TIME_VIRTUAL:
		sentence(s, _("Time is virtual: the lab stands in a kernel of its own, which leaps "
			      "over the time in which nothing happens."));
		break;
	}
}

static void say_wire(struct sentences *s, const struct scenario *sc)
{
	switch (sc->wire) {
	case WIRE_PLAIN:
		break;
	case WIRE_STATEFUL:
		sentence(s, _("The wire follows connections, as a firewall does: it loses, without "
			      "a word, each segment that belongs to no connection that it knows."));
		break;
	case WIRE_NAT:
		sentence(s, _("The wire follows connections and translates addresses, as a home "
			      "router does: the server sees the wire's address instead of the "
			      "client's, and what belongs to no connection that the wire knows is "
			      "lost without a word."));
		break;
	}
	if (sc->wire_timeout)
		sentence(s, _("It forgets a connection that has been idle for %s."),
			 noun_time(s, sc->wire_timeout));
}

void explain_lab(struct sentences *s, const struct scenario *sc)
{
	sentence(s,
		 _("Two machines, the client and the server, each with the kernel's own TCP, and "
		   "a wire between them, which holds each segment until it is decided what "
		   "becomes of it."));
	say_ip(s, sc);
	say_time(s, sc->time);
	say_wire(s, sc);
	if (sc->timeout_given)
		sentence(s, _("A run that lasts longer than %s is ended, and fails."),
			 noun_time(s, sc->timeout));
	if (!sc->n_sysctls)
		sentence(s, _("No sysctl is set: timers and counts of retransmissions are the "
			      "kernel's."));
}

/* Whether a setting before this one has the same name. */
static bool is_explained(const struct scenario *sc, size_t number)
{
	for (size_t i = 0; i < number; i++)
		if (!strcmp(sc->sysctls[i].name, sc->sysctls[number].name))
			return true;
	return false;
}

void explain_sysctl(struct sentences *s, const struct scenario *sc, size_t number)
{
	const struct sysctl_setting *setting = &sc->sysctls[number];
	const struct reference_sysctl *known = reference_sysctl(setting->name);

	if (known && known->standard && *known->standard)
		sentence(s, _("%s is set to %s at %s; the default is %s (%s)."), setting->name,
			 setting->value, noun_end(setting->end), known->standard, _(known->unit));
	else
		sentence(s, _("%s is set to %s at %s."), setting->name, setting->value,
			 noun_end(setting->end));
	if (known && !is_explained(sc, number))
		sentence(s, "%s", _(known->meaning));
}
