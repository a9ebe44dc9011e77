/* quickjs: evaluates the script on the standard input, which can print. */
#include "quickjs.h"
#include "input.h"

static JSValue print(JSContext *context, JSValueConst self, int count, JSValueConst *arguments)
{
    for (int i = 0; i < count; i++) {
        const char *text = JS_ToCString(context, arguments[i]);
        printf("%s%s", i ? " " : "", text ? text : "?");
        JS_FreeCString(context, text);
    }
    putchar('\n');
    return JS_UNDEFINED;
}

int main(void)
{
    size_t size;
    char *script = read_input(&size);
    JSRuntime *runtime = JS_NewRuntime();
    JS_SetMaxStackSize(runtime, 0);
    JSContext *context = JS_NewContext(runtime);
    JSValue global = JS_GetGlobalObject(context);
    JS_SetPropertyStr(context, global, "print", JS_NewCFunction(context, print, "print", 1));
    JSValue result = JS_Eval(context, script, size, "input", JS_EVAL_TYPE_GLOBAL);
    if (!JS_IsException(result)) return 0;
    JSValue error = JS_GetException(context);
    print(context, global, 1, &error);
    return 1;
}
