/* SPDX-License-Identifier: MIT */
#include "fault/draw.h"

uint64_t draw_mix(uint64_t x)
{
	x += 0x9e3779b97f4a7c15;
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
	x = (x ^ x >> 27) * 0x94d049bb133111eb;
	return x ^ x >> 31;
}

uint64_t draw(uint64_t seed, size_t fault, enum draw_for what, const struct candidate *c,
	      uint32_t count)
{
	uint64_t x = draw_mix(seed);

	x = draw_mix(x ^ ((uint64_t)what << 32 | fault));
	x = draw_mix(x ^ ((uint64_t)c->facts->connection << 1 | c->from));
	return draw_mix(x ^ count);
}
