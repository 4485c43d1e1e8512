/* SPDX-License-Identifier: MIT */
#include "verbs.h"

#include <netinet/in.h>
#include <string.h>

#include "base/util.h"
#include "fault/change.h"
#include "fuzz.h"
#include "tcp/bytes.h"
#include "tcp/checksum.h"

/* The payload of a segment is certain bytes. */
static bool carries(const struct segment *seg, const uint8_t *data, size_t len)
{
	return seg->payload_len == len && (!len || !memcmp(seg->payload, data, len));
}

/* The bytes of a draft are a packet, and the view of it is right. */
static void must_be_whole(const struct draft *d, const struct segment *seg)
{
	struct segment again;

	MUST(d->len <= d->room);
	MUST(!segment_parse(&again, d->packet, d->len));
	MUST(again.len == d->len && again.tcp == d->packet + d->tcp && seg->tcp == again.tcp);
	MUST(seg->checksum == again.checksum && carries(&again, seg->payload, seg->payload_len));
	MUST(again.ip_version != 4 ||
	     checksum_fold(checksum_add(0, d->packet, (size_t)(d->packet[0] & 0xf) * 4)) == 0);
	MUST(d->fixed_checksum || segment_checksum_ok(&again));
}

/* ---- verbs that change a segment ----------------------------------------------------------- */

/* How many bits differ between two versions of a segment, but for those of IP. */
static size_t flipped(const struct segment *a, const struct segment *b)
{
	size_t n = 0;

	for (const uint8_t *p = a->tcp, *q = b->tcp; p < a->packet + a->len; p++, q++)
		n += (size_t)__builtin_popcount(*p ^ *q);
	return n;
}

static void must_be_set(const struct fault *fault, const struct segment *was,
			const struct segment *is)
{
	const unsigned int relative = 1 << HEADER_FLAGS | 1 << HEADER_SEQ | 1 << HEADER_ACK;
	const struct settings *set = &fault->set;
	const struct draft d = {.packet = (uint8_t *)is->packet,
				.tcp = (size_t)(is->tcp - is->packet)};

	for (enum header_field field = 0; field < HEADER_FIELDS; field++)
		if (set->given & ~relative & 1U << field)
			MUST(draft_get(&d, field) == set->value[field]);
	MUST(carries(is, was->payload, was->payload_len));
	MUST(!set->keep_checksum || is->checksum == was->checksum);
}

static void must_have_option(const struct fault *fault, const struct segment *was,
			     const struct segment *is)
{
	const uint8_t *option = segment_option(is, fault->option.kind);
	struct segment rest = *is;

	MUST(carries(is, was->payload, was->payload_len));
	if (fault->option.form == OPTION_STRIP) {
		MUST(!option);
		return;
	}
	MUST(option);
	rest.options_len -= (size_t)(option + option[1] - rest.options);
	rest.options = option + option[1];
	MUST(!segment_option(&rest, fault->option.kind));
}

static void must_carry(const struct fault *fault, const struct segment *was,
		       const struct segment *is)
{
	(void)was;
	MUST(carries(is, fault->payload.data, fault->payload.len));
}

static void must_be_corrupt(const struct fault *fault, const struct segment *was,
			    const struct segment *is)
{
	enum corrupted part = fault->corrupt.part;
	size_t bits = fault->corrupt.bits;

	MUST(was->len == is->len);
	MUST(flipped(was, is) ==
	     (part == CORRUPT_PAYLOAD ? MIN(bits, 8 * was->payload_len) : bits));
	MUST(part == CORRUPT_CHECKSUM || is->checksum == was->checksum);
	MUST(bits > 1 || !segment_checksum_ok(was) || !segment_checksum_ok(is));
}

static void must_be_cut(const struct fault *fault, const struct segment *was,
			const struct segment *is)
{
	MUST(carries(is, was->payload, MIN(was->payload_len, fault->truncate)));
	MUST(is->payload_len == was->payload_len || !(is->flags & TCP_FIN));
}

static void (*const changed[VERBS])(const struct fault *fault, const struct segment *was,
				    const struct segment *is) = {
	[VERB_SET] = must_be_set,      [VERB_OPTION] = must_have_option,
	[VERB_PAYLOAD] = must_carry,   [VERB_CORRUPT] = must_be_corrupt,
	[VERB_TRUNCATE] = must_be_cut,
};

bool verbs_change(const struct decided *d, struct segment_facts *facts)
{
	enum verb verb = d->fault->verb;
	const struct segment *was = d->c->segment;
	uint8_t packet[DRAFT_ROOM];
	struct draft draft = {.packet = packet, .room = sizeof(packet)};
	enum obstacle obstacle;
	struct segment is;

	MUST(fault_changes(d->fault) == !!changed[verb]);
	if (!changed[verb])
		return true;
	if (draft_copy(&draft, was) < 0) {
		MUST(was->len > DRAFT_ROOM);
		return true;
	}
	obstacle = fault_change(d->fault, d->flow, d->c->from, d->draw, &draft);
	draft_seal(&draft, &is);
	must_be_whole(&draft, &is);
	MUST(is.src_port == was->src_port && is.dst_port == was->dst_port);
	if (obstacle != OBSTACLE_NONE)
		return true;
	changed[verb](d->fault, was, &is);
	flow_describe(d->flow, d->c->from, &is, facts);
	return segment_checksum_ok(&is);
}

/* ---- verbs that send something ------------------------------------------------------------- */

static void duplicate(const struct decided *d)
{
	const struct segment *seg = d->c->segment;
	uint8_t *packet = malloc(seg->len);
	struct segment copy;

	memcpy(packet, seg->packet, seg->len);
	MUST(!segment_parse(&copy, packet, seg->len));
	MUST(copy.len == seg->len && carries(&copy, seg->payload, seg->payload_len));
	free(packet);
}

static void forge(const struct decided *d, enum end as, const struct segment_facts *answered)
{
	const struct segment *seg = d->c->segment;
	bool same = as == d->c->from;
	const struct forging forging = {
		.what = &d->fault->forge,
		.flow = d->flow,
		.as = as,
		.answered = answered,
		.addressing = {seg->ip_version, same ? seg->src : seg->dst,
			       same ? seg->dst : seg->src, same ? seg->src_port : seg->dst_port,
			       same ? seg->dst_port : seg->src_port},
		.draw = d->draw,
	};
	uint8_t packet[DRAFT_ROOM];
	struct draft draft = {.packet = packet, .room = sizeof(packet)};
	struct segment_facts facts;
	struct segment forged;

	fault_forge(&forging, &draft);
	draft_seal(&draft, &forged);
	must_be_whole(&draft, &forged);
	MUST(carries(&forged, forging.what->payload.data, forging.what->payload.len));
	flow_learn(d->flow, as, &forged);
	flow_describe(d->flow, as, &forged, &facts);
	MUST(facts.names & 1 << forging.what->name);
	flow_delivered(d->flow, as, &facts);
}

static void inject(const struct decided *d)
{
	forge(d, other_end(d->fault->forge.toward), NULL);
}

static void reply(const struct decided *d)
{
	forge(d, other_end(d->c->from), d->c->facts);
}

static void must_be_icmp4(const uint8_t *ip, size_t len, const struct segment *about)
{
	MUST(len <= 576 && get16(ip + 2) == len && ip[9] == IPPROTO_ICMP);
	MUST(checksum_fold(checksum_add(0, ip, 20)) == 0);
	MUST(checksum_fold(checksum_add(0, ip + 20, len - 20)) == 0);
	MUST(!memcmp(ip + 16, about->src, 4) && !memcmp(ip + 28, about->packet, len - 28));
}

static void must_be_icmp6(const uint8_t *ip, size_t len, const struct segment *about)
{
	uint8_t pseudo[] = {ip[4], ip[5], 0, IPPROTO_ICMPV6};
	uint32_t sum = checksum_add(checksum_add(0, ip + 8, 32), pseudo, sizeof(pseudo));

	MUST(get16(ip + 4) + 40U == len && ip[6] == IPPROTO_ICMPV6);
	MUST(checksum_fold(checksum_add(sum, ip + 40, len - 40)) == 0);
	MUST(!memcmp(ip + 24, about->src, 16) && !memcmp(ip + 48, about->packet, len - 48));
}

static void reject(const struct decided *d)
{
	static const uint8_t router[16] = {10};
	const struct rejection *reject = &d->fault->reject;
	const struct segment *about = d->c->segment;
	uint8_t packet[ICMP_ROOM];
	size_t len = icmp_about(packet, reject->kind, reject->mtu, about, router);

	MUST(len <= ICMP_ROOM && packet[0] >> 4 == about->ip_version);
	if (about->ip_version == 4)
		must_be_icmp4(packet, len, about);
	else
		must_be_icmp6(packet, len, about);
}

static void (*const besides[VERBS])(const struct decided *d) = {
	[VERB_DUPLICATE] = duplicate,
	[VERB_INJECT] = inject,
	[VERB_REPLY] = reply,
	[VERB_REJECT] = reject,
};

void verbs_send(const struct decided *d)
{
	if (besides[d->fault->verb])
		besides[d->fault->verb](d);
}
