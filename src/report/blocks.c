/* SPDX-License-Identifier: MIT */
#include "report/blocks.h"

#include <string.h>

#include "base/util.h"

#define END_OF_OPTIONS 0

/* The length of a record stands in 16 bits. */
#define RECORD_MAX UINT16_MAX

void block_begin(struct block *b, uint32_t type)
{
	*b = (struct block){0};
	block_put_u32(b, type);
	block_put_u32(b, 0); /* the length, once it is known */
}

void block_put(struct block *b, const void *bytes, size_t n)
{
	b->bytes = xrealloc(b->bytes, b->n + n, 1);
	memcpy(b->bytes + b->n, bytes, n);
	b->n += n;
}

void block_put_u32(struct block *b, uint32_t number)
{
	block_put(b, &number, sizeof(number));
}

void block_pad(struct block *b)
{
	static const uint8_t zeroes[3];

	block_put(b, zeroes, -b->n % 4);
}

void block_record(struct block *b, uint16_t code, const void *value, size_t len)
{
	const uint16_t head[] = {code, MIN(len, (size_t)RECORD_MAX)};

	block_put(b, head, sizeof(head));
	block_put(b, value, head[1]);
	block_pad(b);
}

void block_text(struct block *b, uint16_t code, const char *text)
{
	block_record(b, code, text, strlen(text));
}

void block_end(struct block *b, FILE *out)
{
	uint32_t len;

	block_put_u32(b, END_OF_OPTIONS);
	len = b->n + sizeof(len);
	block_put_u32(b, len);
	memcpy(b->bytes + sizeof(len), &len, sizeof(len));
	fwrite(b->bytes, 1, b->n, out);
	free(b->bytes);
}
