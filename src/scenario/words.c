/* SPDX-License-Identifier: MIT */
#include <assert.h>
#include <string.h>

#include "base/util.h"
#include "scenario/parse.h"
#include "scenario/scenario.h"

static const char *const step_words[] = {
	[STEP_SOCKET] = "socket",
	[STEP_BIND] = "bind",
	[STEP_LISTEN] = "listen",
	[STEP_ACCEPT] = "accept",
	[STEP_CONNECT] = "connect",
	[STEP_CONNECTIONS] = "connections",
	[STEP_SEND] = "send",
	[STEP_RECV] = "recv",
	[STEP_EXPECT_DATA] = "expect-data",
	[STEP_SHUTDOWN] = "shutdown",
	[STEP_CLOSE] = "close",
	[STEP_ABORT] = "abort",
	[STEP_SETSOCKOPT] = "setsockopt",
	[STEP_EXEC] = "exec",
	[STEP_FLOOD] = "flood",
	[STEP_LIMIT] = "limit",
	[STEP_UNPLUG] = "unplug",
	[STEP_PLUG] = "plug",
	[STEP_REBOOT] = "reboot",
	[STEP_EXIT] = "exit",
	[STEP_KILL] = "kill",
	[STEP_FREEZE] = "freeze",
	[STEP_THAW] = "thaw",
	[STEP_SLEEP] = "sleep",
	[STEP_AT] = "at",
	[STEP_WAIT] = "wait",
	[STEP_MARK] = "mark",
};
static_assert(ARRAY_SIZE(step_words) == STEP_KINDS, "a word for every step");

static const char *const time_kind_words[] = {
	[TIME_ANY] = "any",
	[TIME_REAL] = "real",
	[TIME_VIRTUAL] = "virtual",
};
static_assert(ARRAY_SIZE(time_kind_words) == TIME_KINDS, "a word for every kind of time");

static const char *const verb_words[] = {
	[VERB_DROP] = "drop",		[VERB_DELAY] = "delay",		[VERB_PASS] = "pass",
	[VERB_HOLD] = "hold",		[VERB_REORDER] = "reorder",	[VERB_RATE] = "rate",
	[VERB_PARTITION] = "partition", [VERB_FORGET] = "forget",	[VERB_SET] = "set",
	[VERB_OPTION] = "option",	[VERB_PAYLOAD] = "payload",	[VERB_CORRUPT] = "corrupt",
	[VERB_TRUNCATE] = "truncate",	[VERB_DUPLICATE] = "duplicate", [VERB_INJECT] = "inject",
	[VERB_REPLY] = "reply",		[VERB_REJECT] = "reject",
};
static_assert(ARRAY_SIZE(verb_words) == VERBS, "a word for every verb");

static const char *const distribution_words[] = {
	[DISTRIBUTION_UNIFORM] = "uniform",
	[DISTRIBUTION_NORMAL] = "normal",
};
static_assert(ARRAY_SIZE(distribution_words) == DISTRIBUTIONS, "a word for every distribution");

static const char *const wire_words[] = {
	[WIRE_PLAIN] = "",
	[WIRE_STATEFUL] = "stateful",
	[WIRE_NAT] = "nat",
};
static_assert(ARRAY_SIZE(wire_words) == WIRE_KINDS, "a word for every kind of wire");

static const char *const comparison_words[] = {
	[CMP_EQ] = "=",	 [CMP_NE] = "!=", [CMP_LT] = "<",
	[CMP_LE] = "<=", [CMP_GT] = ">",  [CMP_GE] = ">=",
};
static_assert(ARRAY_SIZE(comparison_words) == COMPARISONS, "a word for every comparison");

const char *step_word(enum step_kind kind)
{
	return step_words[kind];
}

const char *time_kind_word(enum time_kind kind)
{
	return time_kind_words[kind];
}

const char *verb_word(enum verb verb)
{
	return verb_words[verb];
}

const char *distribution_word(enum distribution distribution)
{
	return distribution_words[distribution];
}

const char *wire_word(enum wire_kind kind)
{
	return wire_words[kind];
}

const char *comparison_word(enum comparison cmp)
{
	return comparison_words[cmp];
}

bool comparison_holds(enum comparison cmp, uint64_t seen, uint64_t limit)
{
	switch (cmp) {
	case CMP_EQ:
		return seen == limit;
	case CMP_NE:
		return seen != limit;
	case CMP_LT:
		return seen < limit;
	case CMP_LE:
		return seen <= limit;
	case CMP_GT:
		return seen > limit;
	case CMP_GE:
		return seen >= limit;
	}
	return false;
}

bool step_kind_parse(const char *word, size_t len, enum step_kind *kind)
{
	for (enum step_kind k = 0; k < STEP_KINDS; k++) {
		if (strlen(step_words[k]) == len && !memcmp(step_words[k], word, len)) {
			*kind = k;
			return true;
		}
	}
	return false;
}

/* What a step is. */
enum { IS_CALL = 1 << 0, HAS_TARGET = 1 << 1 };

static const unsigned char step_traits[STEP_KINDS] = {
	[STEP_SOCKET] = IS_CALL,     [STEP_BIND] = IS_CALL,	 [STEP_LISTEN] = IS_CALL,
	[STEP_ACCEPT] = IS_CALL,     [STEP_CONNECT] = IS_CALL,	 [STEP_CONNECTIONS] = IS_CALL,
	[STEP_SEND] = IS_CALL,	     [STEP_RECV] = IS_CALL,	 [STEP_EXPECT_DATA] = IS_CALL,
	[STEP_SHUTDOWN] = IS_CALL,   [STEP_CLOSE] = IS_CALL,	 [STEP_ABORT] = IS_CALL,
	[STEP_SETSOCKOPT] = IS_CALL, [STEP_EXEC] = IS_CALL,	 [STEP_UNPLUG] = HAS_TARGET,
	[STEP_PLUG] = HAS_TARGET,    [STEP_REBOOT] = HAS_TARGET, [STEP_EXIT] = HAS_TARGET,
	[STEP_KILL] = HAS_TARGET,    [STEP_FREEZE] = HAS_TARGET, [STEP_THAW] = HAS_TARGET,
};

bool step_is_call(enum step_kind kind)
{
	return step_traits[kind] & IS_CALL;
}

bool step_has_target(enum step_kind kind)
{
	return step_traits[kind] & HAS_TARGET;
}

const char *errno_name(int error)
{
	return error > 0 ? strerrorname_np(error) : NULL;
}

/* The kernel's numbers end at 133 (include/uapi/asm-generic/errno.h). */
#define ERRNO_LAST 133

int errno_parse(const char *word, size_t len)
{
	for (int error = 1; error <= ERRNO_LAST; error++) {
		const char *name = errno_name(error);

		if (name && strlen(name) == len && !memcmp(name, word, len))
			return error;
	}
	return 0;
}
