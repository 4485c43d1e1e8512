/* SPDX-License-Identifier: MIT */
#include "tcp/flags.h"

#include <assert.h>
#include <string.h>

#include "base/util.h"

static const char words[][4] = {"FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"};
static_assert(ARRAY_SIZE(words) == TCP_FLAGS, "every flag has a word");

const char *tcp_flag_word(unsigned int bit)
{
	return words[bit];
}

uint8_t tcp_flag_parse(const char *word, size_t len)
{
	for (unsigned int bit = 0; bit < TCP_FLAGS; bit++)
		if (len == strlen(words[bit]) && !strncasecmp(word, words[bit], len))
			return (uint8_t)(1 << bit);
	return 0;
}
