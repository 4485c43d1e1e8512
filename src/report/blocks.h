/* SPDX-License-Identifier: MIT */
/*
 * Blocks of a pcapng file (IETF draft-ietf-opsawg-pcapng). Numbers are in the host's byte order, as
 * the format allows. Private to report/.
 */
#ifndef REPORT_BLOCKS_H
#define REPORT_BLOCKS_H

#include <stdint.h>
#include <stdio.h>

#define BLOCK_SECTION	0x0a0d0d0a
#define BLOCK_INTERFACE 1
#define BLOCK_NAMES	4
#define BLOCK_PACKET	6 /* an "enhanced" one: with options */

/* An option of every block. */
#define OPTION_COMMENT 1

/* A block while it is put together. */
struct block {
	uint8_t *bytes;
	size_t n;
};

/* block_begin() - Begin a block of a type. */
void block_begin(struct block *b, uint32_t type);

/* block_put() - Append bytes. */
void block_put(struct block *b, const void *bytes, size_t n);

/* block_put_u32() - Append a number. */
void block_put_u32(struct block *b, uint32_t number);

/* block_pad() - Append zeroes up to a multiple of four bytes. */
void block_pad(struct block *b);

/* block_record() - Append an option, or a record of a name block: code, length, value, padding. */
void block_record(struct block *b, uint16_t code, const void *value, size_t len);

/* block_text() - Append an option that is text. */
void block_text(struct block *b, uint16_t code, const char *text);

/* block_end() - End the options and the block, and write it. */
void block_end(struct block *b, FILE *out);

#endif
