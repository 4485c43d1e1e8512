/* SPDX-License-Identifier: MIT */
/* Included by the kernel's arch/um/kernel/trap.c: what process.h needs to know of mappings. */

int current_mm_is_shared(void);
int current_is_simple(void);
int guess_fault(unsigned long address, int denied);
struct mm_id *current_process(void);

int current_mm_is_shared(void)
{
	return current->mm == NULL || atomic_read(&current->mm->mm_users) > 1;
}

/* Whether nobody but the current task has to do with its registers. */
int current_is_simple(void)
{
	return !current_mm_is_shared() && !current->ptrace;
}

struct mm_id *current_process(void)
{
	return current->mm ? &current->mm->context.id : NULL;
}

/*
 * Whether a fault at @address is a write (1) or a read (0); -1 if that can't be told from here. A
 * fault in private memory that may be written is as good as a write: it will come. In memory that
 * may not be written it is a read, unless the page is there already (@denied).
 */
int guess_fault(unsigned long address, int denied)
{
	struct mm_struct *mm = current->mm;
	struct vm_area_struct *vma;
	int write = -1;

	if (mm == NULL || !mmap_read_trylock(mm))
		return -1;
	vma = vma_lookup(mm, address);
	if (vma && (vma->vm_flags & (VM_WRITE | VM_SHARED)) == VM_WRITE)
		write = 1;
	else if (vma && !(vma->vm_flags & VM_WRITE) && !denied)
		write = 0;
	mmap_read_unlock(mm);
	return write;
}

/*
 * Where memory is written to for the first time, what follows mostly will be: the rest of four pages
 * comes with it. Not of a stack, which grows the other way.
 */
static void bring_neighbours(struct vm_area_struct *vma, unsigned long address)
{
	unsigned long next = (address & PAGE_MASK) + PAGE_SIZE;

	if (vma->vm_file || vma->vm_flags & VM_GROWSDOWN)
		return;
	for (; next & (4 * PAGE_SIZE - 1) && next < vma->vm_end; next += PAGE_SIZE)
		handle_mm_fault(vma, next, FAULT_FLAG_WRITE | FAULT_FLAG_USER, NULL);
}
