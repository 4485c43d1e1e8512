/* SPDX-License-Identifier: MIT */
/* What becomes of a segment: the faults, in their order, and then the other end. */
#include <string.h>

#include "base/translate.h"
#include "base/util.h"
#include "fault/change.h"
#include "report/foresight.h"

struct row *foresight_row(struct foresight *f, enum row_kind kind, enum end end)
{
	struct row *row = ARRAY_ADD(f->rows, f->n);

	row->kind = kind;
	row->end = end;
	row->released = true;
	return row;
}

/* ---- the queue ----------------------------------------------------------------------------- */

static void insert_first(struct foresight *f, const struct on_the_way *item)
{
	ARRAY_ADD(f->way, f->n_way);
	memmove(f->way + 1, f->way, (f->n_way - 1) * sizeof(*f->way));
	f->way[0] = *item;
}

static struct on_the_way take_first(struct foresight *f)
{
	struct on_the_way item = f->way[0];

	f->n_way--;
	memmove(f->way, f->way + 1, f->n_way * sizeof(*f->way));
	return item;
}

static void hold(struct foresight *f, const struct on_the_way *item, const struct fault *fault,
		 nsec_t at)
{
	struct on_the_way *held = ARRAY_ADD(f->held, f->n_held);

	*held = *item;
	held->held = true;
	held->fault = fault;
	held->at = at;
	held->row = f->n - 1;
	f->rows[f->n - 1].released = false;
	f->rows[f->n - 1].verdict = VERDICT_HOLD;
}

static void release(struct foresight *f, size_t i)
{
	struct on_the_way item = f->held[i];

	f->n_held--;
	memmove(f->held + i, f->held + i + 1, (f->n_held - i) * sizeof(*f->held));
	insert_first(f, &item);
}

nsec_t wire_next(const struct foresight *f)
{
	nsec_t next = NEVER;

	for (size_t i = 0; i < f->n_held; i++)
		next = MIN(next, f->held[i].at);
	return next;
}

/* ---- holds --------------------------------------------------------------------------------- */

/* Whether a segment that is queued is what another one has been held for. */
static bool is_awaited(const struct on_the_way *held, const struct on_the_way *item)
{
	const struct release *r = &held->fault->match.release;

	if (held->fault->verb == VERB_REORDER)
		return item->from == held->from;
	return r->kind == RELEASE_SEGMENT && item->facts.names & 1 << r->name &&
	       (!r->from_given || r->from == item->from);
}

/* @row: of the segment itself, which may be held now */
static void release_by_segment(struct foresight *f, const struct on_the_way *item, size_t row)
{
	for (size_t i = f->n_held; i-- > 0;)
		if (f->held[i].row != row && is_awaited(&f->held[i], item))
			release(f, i);
}

static bool is_due(const struct foresight *f, const struct on_the_way *held)
{
	const struct match *match = &held->fault->match;
	const struct state_condition *until = &match->until_state;

	return held->at <= f->now ||
	       (match->release.kind == RELEASE_STATE && f->end[until->end].existed &&
		f->end[until->end].state == until->state);
}

/* What is held until a state, or a time that has come, goes on in its order. Return: false: nothing */
static bool release_due(struct foresight *f)
{
	bool any = false;

	for (size_t i = f->n_held; i-- > 0;) {
		if (!is_due(f, &f->held[i]))
			continue;
		release(f, i);
		any = true;
	}
	return any;
}

/* ---- at the other end ---------------------------------------------------------------------- */

static void deliver(struct foresight *f, const struct on_the_way *item)
{
	enum end to = other_end(item->from);

	if (f->end[to].unplugged) {
		f->rows[f->n - 1].verdict = VERDICT_DROP;
		f->rows[f->n - 1].loss = ROW_LOSS_LINK;
		return;
	}
	tcp_receive(f, to, &item->facts, f->n - 1);
}

/* ---- what faults send ---------------------------------------------------------------------- */

/* A forged segment goes to an end: @acks is what the other one would acknowledge. */
static void forge_segment(struct foresight *f, const struct fault *fault, enum end to,
			  uint32_t acks)
{
	const struct forgery *forge = &fault->forge;
	const struct end_foreseen *e = &f->end[to];
	struct on_the_way item = {.from = other_end(to), .ours = true, .fault = fault};
	bool exact = forge->place == SEQ_OFFSET && !forge->seq && !forge->ack;

	item.facts = (struct segment_facts){
		.connection = 1,
		.flags = fault_forged_flags(forge, e->state != TCPS_SYN_SENT),
		.seq = e->rcv_next + (uint32_t)forge->seq,
		.payload_len = (uint32_t)forge->payload.len,
		.names = (uint16_t)(1 << forge->name | 1 << SEG_ANY),
		.ip_version = 4,
	};
	item.facts.rel_seq = item.facts.seq;
	if (item.facts.flags & TCP_ACK)
		item.facts.ack = item.facts.rel_ack = acks + (uint32_t)forge->ack;
	insert_first(f, &item);
	if (!exact)
		foresight_stop(f,
			       _("what comes of a forged segment beside the point is not drawn"));
}

static void draw_forged(struct foresight *f, const struct on_the_way *item)
{
	struct row *row = foresight_row(f, ROW_SEGMENT, item->from);

	row->ours = true;
	row->fault = item->fault->name;
	row->facts = item->facts;
	if (item->fault->verb == VERB_INJECT &&
	    (item->facts.flags & (TCP_FIN | TCP_SYN) || item->facts.payload_len))
		foresight_stop(f, _("what the ends make of that is not drawn"));
	else
		deliver(f, item);
}

static void reject(struct foresight *f, const struct fault *fault, const struct on_the_way *item)
{
	enum end to = item->from;
	struct row *row = foresight_row(f, ROW_ICMP, other_end(to));

	row->fault = fault->name;
	snprintf(row->words, sizeof(row->words), "ICMP %s", icmp_kind_word(fault->reject.kind));
	if (fault->reject.kind == ICMP_KIND_TOO_BIG && f->end[to].state != TCPS_SYN_SENT)
		foresight_stop(f, _("how the data are sent in smaller segments is not drawn"));
	else if (fault->reject.kind != ICMP_KIND_TOO_BIG && f->end[to].state == TCPS_SYN_SENT)
		tcp_change(f, to, TCPS_CLOSED, f->n - 1);
}

/* ---- what faults do ------------------------------------------------------------------------ */

/* Whether the receiver takes what has been written into the headers for what it was. */
static bool is_harmless(const struct settings *set)
{
	return !(set->given &
		 (1U << HEADER_FLAGS | 1U << HEADER_SEQ | 1U << HEADER_ACK | 1U << HEADER_WINDOW));
}

/* Old timestamps make a segment an old one (RFC 7323 section 5). */
static bool is_harmless_option(const struct option_change *option)
{
	return option->form == OPTION_STRIP || option->kind != TCP_OPTION_TIMESTAMPS;
}

/* What the line shows of it. */
static void write_headers(struct segment_facts *facts, const struct settings *set)
{
	uint8_t flags = (uint8_t)set->value[HEADER_FLAGS];

	if (set->given & 1U << HEADER_FLAGS)
		facts->flags = set->flags == FLAGS_EXACTLY ? flags
			       : set->flags == FLAGS_MORE  ? facts->flags | flags
							   : facts->flags & (uint8_t)~flags;
	facts->rel_seq += (uint32_t)set->value[HEADER_SEQ];
	facts->rel_ack += (uint32_t)set->value[HEADER_ACK];
	if (set->given & (1U << HEADER_SEQ | 1U << HEADER_ACK))
		facts->seq = ~facts->rel_seq; /* anything but as on the wire: it is relative */
}

static void change(struct foresight *f, const struct fault *fault, const struct on_the_way *item)
{
	struct row *row = &f->rows[f->n - 1];

	row->changed = true;
	row->sent = row->facts;
	if (fault->verb == VERB_SET)
		write_headers(&row->sent, &fault->set);
	else if (fault->verb == VERB_OPTION && fault->option.form == OPTION_STRIP)
		segment_facts_add_option(&row->facts, fault->option.kind);
	if (fault->verb == VERB_CORRUPT || (fault->verb == VERB_SET && fault->set.keep_checksum))
		return; /* its receiver drops it */
	if ((fault->verb == VERB_OPTION && is_harmless_option(&fault->option)) ||
	    (fault->verb == VERB_SET && is_harmless(&fault->set)))
		deliver(f, item);
	else
		foresight_stop(f, _("what the ends make of that is not drawn"));
}

static void duplicate(struct foresight *f, const struct fault *fault, const struct on_the_way *item)
{
	struct on_the_way copy = *item;

	deliver(f, item);
	if (item->facts.flags & (TCP_SYN | TCP_FIN) || fault->duplicate.copies > 1 ||
	    fault->duplicate.after) {
		foresight_stop(f, _("what comes of the copies is not drawn"));
		return;
	}
	copy.ours = true;
	copy.fault = fault;
	insert_first(f, &copy);
}

static void delay(struct foresight *f, const struct fault *fault, const struct on_the_way *item)
{
	f->rows[f->n - 1].delay = fault->delay;
	hold(f, item, fault, f->now + fault->delay);
}

static void apply_hold(struct foresight *f, const struct fault *fault,
		       const struct on_the_way *item)
{
	const struct release *r = &fault->match.release;

	hold(f, item, fault, r->kind == RELEASE_TIME ? r->time : NEVER);
}

static void reply(struct foresight *f, const struct fault *fault, const struct on_the_way *item)
{
	f->rows[f->n - 1].verdict = VERDICT_DROP;
	forge_segment(f, fault, item->from, item->facts.rel_seq + segment_facts_len(&item->facts));
}

static void forget(struct foresight *f, const struct fault *fault)
{
	struct row *row = &f->rows[f->n - 1];

	row->kind = ROW_NOTE;
	snprintf(row->words, sizeof(row->words), C_("step", "%.*s: %s"), 100, fault->name,
		 _("the wire forgets its connections"));
	foresight_stop(f, _("what it lets through then is not drawn"));
}

static void apply(struct foresight *f, const struct fault *fault, const struct on_the_way *item)
{
	switch (fault->verb) {
	case VERB_DROP:
	case VERB_PARTITION:
		f->rows[f->n - 1].verdict = VERDICT_DROP;
		break;
	case VERB_PASS:
		f->rows[f->n - 1].fault = NULL;
		deliver(f, item);
		break;
	case VERB_DELAY:
		delay(f, fault, item);
		break;
	case VERB_HOLD:
	case VERB_REORDER:
		apply_hold(f, fault, item);
		break;
	case VERB_RATE:
		f->rows[f->n - 1].verdict = VERDICT_HOLD;
		deliver(f, item);
		break;
	case VERB_SET:
	case VERB_OPTION:
	case VERB_PAYLOAD:
	case VERB_CORRUPT:
	case VERB_TRUNCATE:
		change(f, fault, item);
		break;
	case VERB_DUPLICATE:
		duplicate(f, fault, item);
		break;
	case VERB_INJECT:
		deliver(f, item);
		f->rows[f->n - 1].fault = NULL;
		forge_segment(f, fault, fault->forge.toward, f->end[fault->forge.toward].snd_next);
		break;
	case VERB_REPLY:
		reply(f, fault, item);
		break;
	case VERB_REJECT:
		f->rows[f->n - 1].verdict = VERDICT_DROP;
		reject(f, fault, item);
		break;
	case VERB_FORGET:
		forget(f, fault);
		break;
	}
}

/* ---- the way ------------------------------------------------------------------------------- */

static void go_on(struct foresight *f, const struct on_the_way *item)
{
	if (item->row == f->n - 1) {
		f->rows[item->row].released = true;
	} else {
		struct row *row = foresight_row(f, ROW_RELEASE, item->from);

		row->facts = item->facts;
		row->verdict = VERDICT_HOLD;
		row->fault = item->fault->name;
	}
	deliver(f, item);
}

/* Nobody knows whether a fault means the segment: its sender has sent it, and that is all. */
static void admit_ignorance(struct foresight *f, const struct fault *fault,
			    const struct on_the_way *item)
{
	struct row *row = &f->rows[f->n - 1];
	char title[SEGMENT_TITLE];

	row->kind = ROW_NOTE;
	snprintf(row->words, sizeof(row->words), "%s", segment_facts_title(&item->facts, title));
	foresight_stop(f, "");
	snprintf(row->words, sizeof(row->words),
		 _("? whether %s means the %s that comes now, the scenario does not tell"),
		 fault->name, segment_facts_title(&item->facts, title));
}

static void meet_faults(struct foresight *f, const struct on_the_way *item)
{
	for (size_t i = 0; i < f->sc->n_faults; i++) {
		const struct fault *fault = &f->sc->faults[i];
		enum answer answer = rule_decides(f, i, item);

		if (answer == NO)
			continue;
		if (answer == UNKNOWN) {
			admit_ignorance(f, fault, item);
			return;
		}
		f->rows[f->n - 1].fault = fault->name;
		apply(f, fault, item);
		return;
	}
	deliver(f, item);
}

static void count(struct foresight *f, const struct on_the_way *item)
{
	for (enum segment_name name = 0; name < SEGMENT_NAMES; name++)
		f->sent[item->from][name] += !!(item->facts.names & 1 << name);
}

/* An end without a link sends nothing, but changes its state. */
static void show_states(struct foresight *f, const struct on_the_way *item)
{
	if (item->states.n)
		foresight_row(f, ROW_CHANGE, item->from)->states[item->from] = item->states;
}

static void carry(struct foresight *f, struct on_the_way *item)
{
	struct end_foreseen *sender = &f->end[item->from];
	size_t number = f->n;
	struct row *row;

	if (sender->unplugged) {
		show_states(f, item);
		return;
	}
	if (sender->waits && item->facts.seq == sender->unacked.seq &&
	    segment_facts_len(&item->facts))
		item->facts.retransmission = (uint16_t)sender->seen++;
	row = foresight_row(f, ROW_SEGMENT, item->from);
	row->facts = item->facts;
	row->states[item->from] = item->states;
	rules_observe(f, item);
	meet_faults(f, item);
	count(f, item);
	if (!f->stopped)
		release_by_segment(f, item, number);
}

bool wire_carry(struct foresight *f)
{
	struct on_the_way item;

	if (!f->n_way)
		return release_due(f);
	item = take_first(f);
	if (item.held)
		go_on(f, &item);
	else if (item.ours)
		draw_forged(f, &item);
	else
		carry(f, &item);
	return true;
}
