/* clocks.c - looks at the clocks, sleeps a little and asks for random bytes. What
 * it prints is only whether things make sense, so it prints the same each time. */
#define _GNU_SOURCE
#include "guest.h"
#include <errno.h>
#include <time.h>
#include <unistd.h>

static int64_t nanoseconds(clockid_t clock)
{
    struct timespec t = { -1, -1 };
    REQUIRE(clock_gettime(clock, &t) == 0);
    REQUIRE(t.tv_nsec >= 0 && t.tv_nsec < 1000000000);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void say(const char *what, bool holds)
{
    printf("%-44s %s\n", what, holds ? "yes" : "NO");
}

int main(void)
{
    buffer_stdout();

    struct timespec resolution = { -1, -1 };
    say("the monotonic clock tells its resolution",
        clock_getres(CLOCK_MONOTONIC, &resolution) == 0 && resolution.tv_sec >= 0 && resolution.tv_nsec >= 0);

    bool ordered = true;
    int64_t last = nanoseconds(CLOCK_MONOTONIC);
    for (int i = 0; i < 1000; i++) {
        int64_t now = nanoseconds(CLOCK_MONOTONIC);
        ordered = ordered && now >= last;
        last = now;
    }
    say("the monotonic clock never goes back", ordered);

    /* 2020-01-01 to 2100-01-01 */
    int64_t wall = nanoseconds(CLOCK_REALTIME) / 1000000000;
    say("the wall clock is in this century", wall > 1577836800 && wall < 4102444800);
    say("time() agrees with it", llabs((long long)time(NULL) - wall) <= 2);

    struct timespec request = { 0, 5000000 };
    int64_t before = nanoseconds(CLOCK_MONOTONIC);
    int slept = nanosleep(&request, NULL);
    int64_t after = nanoseconds(CLOCK_MONOTONIC);
    say("nanosleep(5 ms) succeeds", slept == 0);
    say("and takes at least 5 ms", after - before >= 5000000);
    say("and less than 5 s", after - before < INT64_C(5000000000));
    request.tv_nsec = 1000000000;
    say("a billion nanoseconds is refused", nanosleep(&request, NULL) == -1 && errno == EINVAL);

    uint8_t first[64] = { 0 }, second[64] = { 0 };
    REQUIRE(getentropy(first, sizeof first) == 0 && getentropy(second, sizeof second) == 0);
    unsigned different_bits = 0;
    for (size_t i = 0; i < sizeof first; i++)
        different_bits += (unsigned)__builtin_popcount(first[i] ^ second[i]);
    say("two lots of random bytes differ as they should", different_bits > 150 && different_bits < 362);
    say("no random bytes are no trouble", getentropy(first, 0) == 0);

    struct tm utc;
    time_t moment = 1000000000;
    gmtime_r(&moment, &utc);
    char text[40];
    strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &utc);
    printf("a billion seconds after the epoch: %s\n", text);
    return 0;
}
