/* SPDX-License-Identifier: MIT */
#include "base/utf8.h"

#include "base/util.h"

unsigned int utf8_decode(const char *s, size_t len, uint32_t *c)
{
	static const uint32_t smallest[] = {[2] = 0x80, [3] = 0x800, [4] = 0x10000};
	const uint8_t *b = (const uint8_t *)s;
	unsigned int n;

	if (b[0] < 0x80) {
		*c = b[0];
		return 1;
	}
	n = b[0] >= 0xf0 ? 4 : b[0] >= 0xe0 ? 3 : 2;
	if (b[0] < 0xc0 || b[0] > 0xf7 || len < n)
		return 0;
	*c = b[0] & (0x7f >> n);
	for (unsigned int i = 1; i < n; i++) {
		if ((b[i] & 0xc0) != 0x80)
			return 0;
		*c = *c << 6 | (b[i] & 0x3f);
	}
	if (*c < smallest[n] || *c > 0x10ffff || (*c >= 0xd800 && *c <= 0xdfff))
		return 0;
	return n;
}

bool utf8_printable(uint32_t c)
{
	bool control = c < 0x20 || (c >= 0x7f && c <= 0x9f);
	bool turns_direction = (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);

	return !control && !turns_direction;
}

/* Ranges whose width is not 1 (Unicode's EastAsianWidth.txt and combining marks, in outline). */
static const struct {
	uint32_t first, last;
	unsigned int width;
} wide[] = {
	{0x300, 0x36f, 0},     {0x1100, 0x115f, 2},   {0x200b, 0x200f, 0}, {0x20d0, 0x20ff, 0},
	{0x2e80, 0xa4cf, 2},   {0xac00, 0xd7a3, 2},   {0xf900, 0xfaff, 2}, {0xfe00, 0xfe0f, 0},
	{0xfe30, 0xfe6f, 2},   {0xff00, 0xff60, 2},   {0xffe0, 0xffe6, 2}, {0x1f300, 0x1f64f, 2},
	{0x1f900, 0x1f9ff, 2}, {0x20000, 0x3fffd, 2},
};

unsigned int utf8_width(uint32_t c)
{
	for (size_t i = 0; i < ARRAY_SIZE(wide); i++) {
		if (c >= wide[i].first && c <= wide[i].last)
			return wide[i].width;
	}
	return 1;
}
