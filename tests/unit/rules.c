/* SPDX-License-Identifier: MIT */
#include "rules.h"

#include <check.h>
#include <string.h>

#include "base/util.h"

struct fault faults[3];
struct scenario scenario;
struct rules rules;
struct end_states states;
struct segment segment;
uint32_t number;
nsec_t now;
uint16_t held[ENDS];

void begin(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(faults); i++)
		faults[i] = (struct fault){.verb = VERB_DROP, .match.name = SEG_DATA};
	scenario = (struct scenario){.faults = faults, .n_faults = 1};
	states = (struct end_states){
		.existed = {true, true},
		.state = {TCPS_ESTABLISHED, TCPS_ESTABLISHED},
	};
	segment = (struct segment){.len = 40};
	number = 0;
	now = 0;
	memset(held, 0, sizeof(held));
	rules_init(&rules, &scenario, 1);
}

void end(void)
{
	rules_free(&rules);
}

struct verdict decide_on(uint32_t connection, enum end from, enum segment_name name,
			 uint16_t retransmission)
{
	struct segment_facts facts = {
		.connection = connection,
		.names = (uint16_t)(1 << name | 1 << SEG_ANY),
		.retransmission = retransmission,
	};
	const struct candidate c = {
		.number = ++number,
		.from = from,
		.time = now,
		.segment = &segment,
		.facts = &facts,
		.states = &states,
		.held = {held[CLIENT], held[SERVER]},
	};

	return rules_decide(&rules, &c);
}

struct verdict decide(void)
{
	return decide_on(1, CLIENT, SEG_DATA, 0);
}

void assert_verdict(struct verdict v, enum verdict_kind kind, int fault)
{
	ck_assert_str_eq(verdict_word(v.kind), verdict_word(kind));
	ck_assert_int_eq(v.fault, fault);
}

void assert_dropped(struct verdict v)
{
	assert_verdict(v, VERDICT_DROP, 0);
}

void assert_untouched(struct verdict v)
{
	assert_verdict(v, VERDICT_ACCEPT, NO_FAULT);
}

void assert_miss(size_t fault, uint32_t segment, enum condition failed)
{
	const struct near_miss *miss = &rules.state[fault].miss;

	ck_assert_uint_eq(miss->segment, segment);
	ck_assert_str_eq(condition_word(miss->failed), condition_word(failed));
}
