// The library's face: every type that an embedder needs, under this module's name.

import WASIHost
import WASIPreview1
import WasmRuntime
import WasmSyntax
import WasmText
import WasmValidation

public typealias Module = WasmRuntime.LoadedModule
public typealias Store = WasmRuntime.Store
public typealias StoreLimits = WasmRuntime.StoreLimits
public typealias Budget = WasmRuntime.Budget
public typealias Instance = WasmRuntime.ModuleInstance
public typealias Imports = WasmRuntime.Imports
public typealias External = WasmRuntime.External
public typealias Table = WasmRuntime.Table
public typealias Global = WasmRuntime.Global
public typealias Function = WasmRuntime.Function
public typealias GuestMemory = WasmRuntime.GuestMemory
public typealias HostFunction = WasmRuntime.HostFunction
public typealias HostCall = WasmRuntime.HostCall
public typealias Value = WasmRuntime.Value
public typealias WasmValue = WasmRuntime.WasmValue
public typealias ExternalReference = WasmRuntime.ExternalReference
public typealias InternalReference = WasmRuntime.InternalReference
public typealias Tag = WasmRuntime.Tag
public typealias WasmException = WasmRuntime.WasmException
public typealias Profile = WasmRuntime.Profile
public typealias ValueType = WasmSyntax.ValueType
public typealias FunctionType = WasmSyntax.FunctionType
public typealias Feature = WasmSyntax.Feature
public typealias Name = WasmSyntax.Name

public typealias DecodeError = WasmSyntax.DecodeError
public typealias ParseError = WasmText.ParseError
public typealias ValidationError = WasmValidation.ValidationError
public typealias LinkError = WasmRuntime.LinkError
public typealias CallError = WasmRuntime.CallError
public typealias Trap = WasmRuntime.Trap
public typealias GuestExit = WasmRuntime.GuestExit
public typealias MemoryAccessError = WasmRuntime.MemoryAccessError
public typealias Interruption = WasmRuntime.Interruption
public typealias InterruptReason = WasmRuntime.InterruptReason
public typealias Interrupted = WasmRuntime.Interrupted

public typealias WASI = WASIPreview1.WASI
public typealias WASIConfiguration = WASIPreview1.WASIConfiguration
public typealias WASIConfigurationError = WASIPreview1.WASIConfigurationError
public typealias HostPrices = WASIPreview1.HostPrices
public typealias HostWork = WASIPreview1.HostWork
public typealias Capability = WASIPreview1.Capability
public typealias Errno = WASIPreview1.Errno
public typealias WASIInputStream = WASIPreview1.WASIInputStream
public typealias WASIOutputStream = WASIPreview1.WASIOutputStream
public typealias WASIReadiness = WASIPreview1.WASIReadiness
public typealias WASIBuffering = WASIPreview1.WASIBuffering
public typealias NullStream = WASIPreview1.NullStream
public typealias BufferInput = WASIPreview1.BufferInput
public typealias BufferOutput = WASIPreview1.BufferOutput
public typealias CallbackInput = WASIPreview1.CallbackInput
public typealias CallbackOutput = WASIPreview1.CallbackOutput
public typealias WASIClocks = WASIPreview1.WASIClocks
public typealias ClockID = WASIPreview1.ClockID
public typealias VirtualClocks = WASIPreview1.VirtualClocks
public typealias WASIRandomSource = WASIPreview1.WASIRandomSource
public typealias SeededRandomSource = WASIPreview1.SeededRandomSource
public typealias HostInterruption = WASIHost.HostInterruption
public typealias HostClocks = WASIHost.HostClocks
public typealias HostRandomSource = WASIHost.HostRandomSource
public typealias HostFileError = WASIHost.HostFileError
public typealias HostInput = WASIHost.HostInput
public typealias HostOutput = WASIHost.HostOutput

public typealias Policy = WASIPreview1.Policy
public typealias PolicyEntries = WASIPreview1.PolicyEntries
public typealias PolicyError = WASIPreview1.PolicyError
public typealias PolicyFileError = WASIPreview1.PolicyFileError
public typealias CallGroup = WASIPreview1.CallGroup
public typealias CallSelector = WASIPreview1.CallSelector
public typealias StringRule = WASIPreview1.StringRule
public typealias ModuleDigest = WASIPreview1.ModuleDigest
public typealias CoarseClocks = WASIPreview1.CoarseClocks
public typealias BudgetClocks = WASIPreview1.BudgetClocks
public typealias LimitedOutput = WASIPreview1.LimitedOutput
public typealias HostModule = WasmRuntime.HostModule
public typealias HostEffects = WasmRuntime.HostEffects
public typealias CallParameter = WasmRuntime.CallParameter
public typealias ArgumentError = WasmRuntime.ArgumentError
public typealias GuestFunction = WasmRuntime.GuestFunction
public typealias Auditor = WASIPreview1.Auditor
public typealias AuditDecision = WASIPreview1.AuditDecision
public typealias AuditedCall = WASIPreview1.AuditedCall
public typealias AuditedValue = WASIPreview1.AuditedValue
public typealias AuditOutcome = WASIPreview1.AuditOutcome
public typealias AuditLog = WASIPreview1.AuditLog
public typealias AuditLogError = WASIPreview1.AuditLogError
public typealias Denials = WASIPreview1.Denials
public typealias HostFolder = WASIHost.HostFolder
public typealias MemoryFolder = WASIPreview1.MemoryFolder
public typealias OverlayFolder = WASIPreview1.OverlayFolder
public typealias OverlayChange = WASIPreview1.OverlayChange
public typealias FolderItem = WASIPreview1.FolderItem
public typealias HostConnection = WASIHost.HostConnection
public typealias HostListener = WASIHost.HostListener

public typealias FolderPermissions = WASIPreview1.FolderPermissions
public typealias FolderQuota = WASIPreview1.FolderQuota
public typealias WASIDirectory = WASIPreview1.WASIDirectory
public typealias WASIDirectoryListing = WASIPreview1.WASIDirectoryListing
public typealias WASIFile = WASIPreview1.WASIFile
public typealias FileName = WASIPreview1.FileName
public typealias FileType = WASIPreview1.FileType
public typealias FileStatus = WASIPreview1.FileStatus
public typealias FileAccess = WASIPreview1.FileAccess
public typealias FileAdvice = WASIPreview1.FileAdvice
public typealias FileTimes = WASIPreview1.FileTimes
public typealias FileTimeChange = WASIPreview1.FileTimeChange
public typealias DirectoryEntry = WASIPreview1.DirectoryEntry
public typealias WASIConnection = WASIPreview1.WASIConnection
public typealias WASIListener = WASIPreview1.WASIListener
