// The library's face: `import Nestbox` shows every public declaration of the modules below, and none of what they declare
// for one another, which has `package` access. Re-exports instead of type aliases, so that members are found under
// `MemberImportVisibility` too.

@_exported import WASIHost
@_exported import WASIPreview1
@_exported import WasmDebugInfo
@_exported import WasmRuntime
@_exported import WasmSyntax
@_exported import WasmText
@_exported import WasmValidation
