/* SPDX-License-Identifier: MIT */
#include "timeline/event.h"

#include <assert.h>

#include "base/util.h"

static const char *const kind_words[] = {
	[EVENT_SEGMENT] = "segment",   [EVENT_VERDICT] = "verdict",
	[EVENT_SIGHTING] = "sighting", [EVENT_CALL] = "call",
	[EVENT_RETURN] = "return",     [EVENT_SOCKET_ERROR] = "socket-error",
	[EVENT_CAPTURE] = "capture",   [EVENT_QUEUED] = "queued",
	[EVENT_CAPTURED] = "captured", [EVENT_FAULT] = "fault",
	[EVENT_LOOKS] = "looks",       [EVENT_LOST] = "lost",
	[EVENT_MARK] = "mark",	       [EVENT_SOCKETS] = "sockets",
	[EVENT_COUNTER] = "counter",   [EVENT_INFO] = "info",
	[EVENT_END] = "end",	       [EVENT_ICMP] = "icmp",
};
static_assert(ARRAY_SIZE(kind_words) == EVENT_KINDS, "a word for each kind of event");

const char *event_kind_word(enum event_kind kind)
{
	return kind_words[kind];
}

static const char *const origin_words[] = {
	[ORIGIN_END] = "end",
	[ORIGIN_COPY] = "copy",
	[ORIGIN_FORGED] = "forged",
};
static_assert(ARRAY_SIZE(origin_words) == SEGMENT_ORIGINS, "a word for each origin");

const char *segment_origin_word(enum segment_origin origin)
{
	return origin_words[origin];
}

static const char *const look_words[] = {
	[LOOK_BEFORE] = "before", [LOOK_AFTER] = "after", [LOOK_SEGMENT] = "segment",
	[LOOK_CALL] = "call",	  [LOOK_TIMER] = "timer", [LOOK_ERROR] = "error",
	[LOOK_GONE] = "gone",	  [LOOK_WATCH] = "watch",
};
static_assert(ARRAY_SIZE(look_words) == LOOKS, "a word for each reason to look");

const char *look_word(enum look look)
{
	return look_words[look];
}

static const char *const loss_words[] = {
	[LOSS_QUEUE_OVERRUN] = "queue-overrun",
	[LOSS_SOCK_DIAG] = "sock-diag",
	[LOSS_CAPTURE] = "capture",
	[LOSS_DESTROY_NOTICES] = "destroy-notices",
	[LOSS_SEGMENT_UNREADABLE] = "segment-unreadable",
	[LOSS_FORGET] = "forget",
	[LOSS_UNSETTLED] = "unsettled",
};
static_assert(ARRAY_SIZE(loss_words) == LOSSES, "a word for each kind of loss");

const char *loss_word(enum loss loss)
{
	return loss_words[loss];
}

static const char *const end_reason_words[] = {
	[END_DONE] = "done",
	[END_TIMEOUT] = "timeout",
};
static_assert(ARRAY_SIZE(end_reason_words) == END_REASONS, "a word for each way to end");

const char *end_reason_word(enum end_reason reason)
{
	return end_reason_words[reason];
}
