/* SPDX-License-Identifier: MIT */
#include "roles/stream.h"

/* FNV-1a, 64 bits. */
#define OFFSET_BASIS UINT64_C(0xcbf29ce484222325)
#define PRIME	     UINT64_C(0x100000001b3)

struct event_stream stream_begin(void)
{
	return (struct event_stream){.digest = OFFSET_BASIS};
}

void stream_add(struct event_stream *stream, const void *data, size_t len)
{
	const uint8_t *bytes = data;

	for (size_t i = 0; i < len; i++)
		stream->digest = (stream->digest ^ bytes[i]) * PRIME;
	stream->bytes += len;
}
