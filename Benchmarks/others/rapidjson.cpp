// rapidjson TIMES: parses the JSON on the standard input, changes it, and prints it.
#include "rapidjson/document.h"
#include "rapidjson/prettywriter.h"
#include "rapidjson/stringbuffer.h"
#include "input.h"

int main(int count, char **arguments)
{
    size_t size;
    const char *text = read_input(&size);
    for (int times = count > 1 ? atoi(arguments[1]) : 1; times > 0; times--) {
        rapidjson::Document document, copy;
        if (document.Parse(text, size).HasParseError()) return 1;
        copy.CopyFrom(document, copy.GetAllocator());
        rapidjson::StringBuffer plain, pretty;
        rapidjson::Writer<rapidjson::StringBuffer> writer(plain);
        rapidjson::PrettyWriter<rapidjson::StringBuffer> printer(pretty);
        copy.Accept(writer);
        document.Accept(printer);
        if (times > 1) continue;
        print_digest("plain", plain.GetString(), plain.GetSize());
        print_digest("pretty", pretty.GetString(), pretty.GetSize());
    }
    return 0;
}
