/*
 * What core/space/sweep.ts is measured against: the plain way in C, qsort over the edges and one walk that counts active ranges per
 * rank. Reads the same columns, prints the median time and a checksum of its output.
 *
 *     sweep-baseline FILE RUNS
 *
 * FILE: u32 count, u32 unused, count u64 starts, count u64 ends, count u8 ranks, all in the machine's byte order.
 */
#define _POSIX_C_SOURCE 199309L
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { RANKS = 7 };

struct edge {
    uint64_t at;
    uint8_t rank;
    uint8_t is_end;
};

struct piece {
    uint64_t start, end;
    uint8_t rank;
};

static int by_address(const void *left, const void *right)
{
    const struct edge *a = left, *b = right;
    return (a->at > b->at) - (a->at < b->at);
}

static int by_value(const void *left, const void *right)
{
    const double *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

static int top(const uint32_t *active)
{
    for (int rank = RANKS - 1; rank >= 0; rank--) {
        if (active[rank]) {
            return rank;
        }
    }
    return -1;
}

static size_t sweep(const uint64_t *starts, const uint64_t *ends, const uint8_t *ranks, uint32_t count,
                    struct edge *edges, struct piece *pieces)
{
    uint32_t active[RANKS] = { 0 };
    size_t edge_count = 0, piece_count = 0;
    int before = -1;

    for (uint32_t i = 0; i < count; i++) {
        if (starts[i] < ends[i]) {
            edges[edge_count++] = (struct edge) { starts[i], ranks[i], 0 };
            edges[edge_count++] = (struct edge) { ends[i], ranks[i], 1 };
        }
    }
    qsort(edges, edge_count, sizeof(*edges), by_address);
    for (size_t i = 0; i < edge_count;) {
        uint64_t at = edges[i].at;
        for (; i < edge_count && edges[i].at == at; i++) {
            active[edges[i].rank] += edges[i].is_end ? -1 : 1;
        }
        int rank = top(active);
        if (rank == before) {
            continue;
        }
        if (before >= 0) {
            pieces[piece_count - 1].end = at;
        }
        if (rank >= 0) {
            pieces[piece_count++] = (struct piece) { at, 0, (uint8_t)rank };
        }
        before = rank;
    }
    return piece_count;
}

static uint32_t mix(uint32_t hash, uint32_t word)
{
    return (hash ^ word) * 16777619u;
}

static uint32_t checksum(const struct piece *pieces, size_t count)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < count; i++) {
        hash = mix(hash, (uint32_t)(pieces[i].start >> 32));
        hash = mix(hash, (uint32_t)pieces[i].start);
        hash = mix(hash, (uint32_t)(pieces[i].end >> 32));
        hash = mix(hash, (uint32_t)pieces[i].end);
        hash = mix(hash, pieces[i].rank);
    }
    return hash;
}

int main(int argc, char **argv)
{
    uint32_t header[2];
    FILE *file = argc == 3 ? fopen(argv[1], "rb") : NULL;
    int runs = argc == 3 ? atoi(argv[2]) : 0;
    if (!file || runs < 1 || fread(header, sizeof(header), 1, file) != 1) {
        fprintf(stderr, "usage: sweep-baseline FILE RUNS\n");
        return 2;
    }

    uint32_t count = header[0];
    uint64_t *starts = malloc(count * sizeof(*starts));
    uint64_t *ends = malloc(count * sizeof(*ends));
    uint8_t *ranks = malloc(count);
    struct edge *edges = malloc(2 * (size_t)count * sizeof(*edges));
    struct piece *pieces = malloc(2 * (size_t)count * sizeof(*pieces));
    double *times = malloc(runs * sizeof(*times));
    if (!starts || !ends || !ranks || !edges || !pieces || !times ||
        fread(starts, sizeof(*starts), count, file) != count || fread(ends, sizeof(*ends), count, file) != count ||
        fread(ranks, 1, count, file) != count) {
        fprintf(stderr, "sweep-baseline: cannot read %u ranges\n", count);
        return 1;
    }

    size_t piece_count = 0;
    for (int run = 0; run < runs; run++) {
        double begin = now_ms();
        piece_count = sweep(starts, ends, ranks, count, edges, pieces);
        times[run] = now_ms() - begin;
    }
    qsort(times, runs, sizeof(*times), by_value);
    printf("%.3f %zu %u\n", times[runs / 2], piece_count, checksum(pieces, piece_count));
    return 0;
}
