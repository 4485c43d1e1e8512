/* SPDX-License-Identifier: MIT */
/* The hash of a stream is FNV-1a's (its authors' test vectors), however the stream is cut. */
#include <check.h>
#include <string.h>

#include "base/util.h"
#include "roles/stream.h"

static const struct {
	const char *text;
	uint64_t digest;
} vectors[] = {
	{"", UINT64_C(0xcbf29ce484222325)},
	{"a", UINT64_C(0xaf63dc4c8601ec8c)},
	{"foobar", UINT64_C(0x85944171f73967e8)},
	{"hello", UINT64_C(0xa430d84680aabd0b)},
};

START_TEST(known_digests)
{
	const char *text = vectors[_i].text;

	for (size_t cut = 0; cut <= strlen(text); cut++) {
		struct event_stream stream = stream_begin();

		stream_add(&stream, text, cut);
		stream_add(&stream, text + cut, strlen(text) - cut);
		ck_assert_uint_eq(stream.digest, vectors[_i].digest);
		ck_assert_uint_eq(stream.bytes, strlen(text));
	}
}
END_TEST

static Suite *suite(void)
{
	Suite *s = suite_create("stream");
	TCase *digest = tcase_create("digest");

	tcase_add_loop_test(digest, known_digests, 0, ARRAY_SIZE(vectors));
	suite_add_tcase(s, digest);
	return s;
}

int main(void)
{
	SRunner *sr = srunner_create(suite());
	int failed;

	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed != 0;
}
