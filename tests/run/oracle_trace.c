/* SPDX-License-Identifier: MIT */
#include "oracle_trace.h"

#include <assert.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/util.h"

static const char *const paths[] = {
	[TRACE_STATE] = "sock/inet_sock_set_state",
	[TRACE_RETRANSMIT] = "tcp/tcp_retransmit_skb",
	[TRACE_RETRANSMIT_SYN_ACK] = "tcp/tcp_retransmit_synack",
};
static_assert(ARRAY_SIZE(paths) == TRACE_KINDS, "a tracepoint for each kind");

/* The ends' addresses as the tracepoints print them, IPv4's and IPv6's. */
static const char *const addresses[ENDS][2] = {
	[CLIENT] = {"192.0.2.1", "2001:db8:1::1"},
	[SERVER] = {"198.51.100.1", "2001:db8:2::1"},
};

const char *trace_event_path(enum trace_kind kind)
{
	return paths[kind];
}

/* Find " key=", and the length of the value that it has. */
static const char *field(const char *text, const char *key, size_t *len)
{
	size_t n = strlen(key);

	for (const char *p = strchr(text, ' '); p; p = strchr(p, ' ')) {
		p++;
		if (!strncmp(p, key, n) && p[n] == '=') {
			*len = strcspn(p + n + 1, " \n");
			return p + n + 1;
		}
	}
	return NULL;
}

static bool port_field(const char *text, const char *key, uint16_t *port)
{
	size_t len;
	const char *value = field(text, key, &len);

	return value && sscanf(value, "%hu", port) == 1;
}

/* A state as "TCP_FIN_WAIT1". */
static bool state_field(const char *text, const char *key, enum tcp_state *state)
{
	size_t len;
	const char *value = field(text, key, &len);

	return value && len > 4 && !strncmp(value, "TCP_", 4) &&
	       tcp_state_parse(value + 4, len - 4, state);
}

static bool is_word(const char *value, size_t len, const char *word)
{
	return value && strlen(word) == len && !strncmp(value, word, len);
}

/* Whose socket it is. Return: 1; 0 if it is no end's of a lab; -1 if there is no telling */
static int end_field(const char *text, enum end *end)
{
	size_t len;
	const char *family = field(text, "family", &len);
	bool ipv6 = is_word(family, len, "AF_INET6");
	const char *address;

	if (!ipv6 && !is_word(family, len, "AF_INET"))
		return -1;
	address = field(text, ipv6 ? "saddrv6" : "saddr", &len);
	for_each_end(e) {
		*end = e;
		if (is_word(address, len, addresses[e][ipv6]))
			return 1;
	}
	return address ? 0 : -1;
}

/* The time stands before the event's name: "  123.456789: name: ". It has a microsecond's digits. */
static bool time_before(const char *line, const char *name, struct monotime *at)
{
	unsigned long long sec;
	unsigned int usec;
	const char *p = name;

	while (p > line && (isdigit((unsigned char)p[-1]) || p[-1] == '.'))
		p--;
	if (sscanf(p, "%llu.%6u", &sec, &usec) != 2)
		return false;
	at->ns = (nsec_t)sec * NSEC_PER_SEC + usec * NSEC_PER_USEC;
	return true;
}

/* The colon before the name of the event that a line is about. */
static const char *find_kind(const char *line, enum trace_kind *kind)
{
	for (enum trace_kind k = 0; k < TRACE_KINDS; k++) {
		char name[64];
		const char *p;

		snprintf(name, sizeof(name), ": %s: ", strchr(paths[k], '/') + 1);
		p = strstr(line, name);
		if (p) {
			*kind = k;
			return p;
		}
	}
	return NULL;
}

int trace_line(const char *line, struct trace_event *ev)
{
	const char *name;

	if (line[0] == '#' || line[strspn(line, " \n")] == '\0')
		return 0;
	*ev = (struct trace_event){0};
	name = find_kind(line, &ev->kind);
	if (!name || !time_before(line, name, &ev->at))
		return -1;
	if (!port_field(name, "sport", &ev->port) || !port_field(name, "dport", &ev->peer_port))
		return -1;
	if (ev->kind == TRACE_STATE &&
	    (!state_field(name, "oldstate", &ev->from) || !state_field(name, "newstate", &ev->to)))
		return -1;
	return end_field(name, &ev->end);
}
