/* lz4 TIMES LEVEL…: compresses the standard input at these levels, and decompresses it, several times. */
#include "lz4frame.h"
#include "input.h"
#include <string.h>

int main(int count, char **arguments)
{
    size_t size;
    char *data = read_input(&size), *back = malloc(size);
    LZ4F_preferences_t preferences;
    memset(&preferences, 0, sizeof preferences);
    preferences.frameInfo.contentChecksumFlag = LZ4F_contentChecksumEnabled;
    preferences.frameInfo.blockSizeID = LZ4F_max4MB;
    size_t room = LZ4F_compressFrameBound(size, &preferences);
    char *packed = malloc(room);
    for (int times = count > 1 ? atoi(arguments[1]) : 0; times > 0; times--)
        for (int i = 2; i < count; i++) {
            preferences.compressionLevel = atoi(arguments[i]);
            size_t length = LZ4F_compressFrame(packed, room, data, size, &preferences);
            if (times == 1) print_digest(arguments[i], packed, length);
            LZ4F_dctx *context;
            LZ4F_createDecompressionContext(&context, LZ4F_VERSION);
            size_t at = 0, out = 0, result = 1;
            while (result && at < length) {
                size_t used = length - at, written = size - out;
                result = LZ4F_decompress(context, back + out, &written, packed + at, &used, NULL);
                if (LZ4F_isError(result)) return 1;
                at += used;
                out += written;
            }
            LZ4F_freeDecompressionContext(context);
            if (out != size || memcmp(data, back, size)) return 1;
        }
    return 0;
}
