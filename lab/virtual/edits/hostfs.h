/* SPDX-License-Identifier: MIT */
/*
 * Included by the kernel's fs/hostfs/hostfs_kern.c. Programs are read from the host's files, most of
 * them ahead, in pieces of 128 kB; hostfs would ask the host for each page of those.
 */

#define READ_TOGETHER 32

/* In hostfs_user.c: read @n pages of @size, from @offset on. Return: the bytes read, or below 0 */
long read_pages(int fd, unsigned long long offset, void *const *pages, int n, long size);

/* A page that did not come whole is left as it is: who needs it reads it by itself. */
static void hostfs_readahead(struct readahead_control *rac)
{
	int fd = HOSTFS_I(rac->mapping->host)->fd;
	struct page *pages[READ_TOGETHER];
	void *contents[READ_TOGETHER];
	unsigned int n;

	while ((n = readahead_page_batch(rac, pages))) {
		long got;

		for (unsigned int i = 0; i < n; i++)
			contents[i] = page_address(pages[i]);
		got = read_pages(fd, page_offset(pages[0]), contents, n, PAGE_SIZE);
		for (unsigned int i = 0; i < n; i++) {
			if (got >= (long)(i + 1) * (long)PAGE_SIZE)
				SetPageUptodate(pages[i]);
			unlock_page(pages[i]);
			put_page(pages[i]);
		}
	}
}
