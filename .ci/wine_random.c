/* The one function that Rust takes from bcryptprimitives.dll, for a wine that is without it. */
#include <stddef.h>

unsigned char __stdcall SystemFunction036(void *bytes, unsigned long count); /* RtlGenRandom */

__declspec(dllexport) int __stdcall ProcessPrng(unsigned char *bytes, size_t count) {
    return SystemFunction036(bytes, (unsigned long)count);
}
