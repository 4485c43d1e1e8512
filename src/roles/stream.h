/* SPDX-License-Identifier: MIT */
/* What went one way through a socket: how many bytes, and a hash of all of them. Pure. */
#ifndef ROLES_STREAM_H
#define ROLES_STREAM_H

#include "timeline/event.h"

/* stream_begin() - The stream of a new connection. */
struct event_stream stream_begin(void);

/* stream_add() - These bytes went through next. */
void stream_add(struct event_stream *stream, const void *data, size_t len);

#endif
