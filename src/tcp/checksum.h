/* SPDX-License-Identifier: MIT */
/* The Internet checksum (RFC 1071). */
#ifndef TCP_CHECKSUM_H
#define TCP_CHECKSUM_H

#include <stddef.h>
#include <stdint.h>

/**
 * checksum_add() - Add bytes to a running sum
 * @sum:	Sum so far; 0 to start with
 * @data:	Bytes; taken as big-endian 16-bit words, an odd last byte padded with 0
 * @len:	How many
 */
uint32_t checksum_add(uint32_t sum, const void *data, size_t len);

/* checksum_fold() - The checksum (host order) that belongs to a sum. */
uint16_t checksum_fold(uint32_t sum);

#endif
