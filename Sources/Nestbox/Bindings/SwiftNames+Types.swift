// The types that a type of the embedder would hide in the whole target, if a guest's name became the name of one.
extension SwiftNames {
    /// The public types of Nestbox, and the name of its module.
    private static let nestboxTypes = """
        Nestbox AddressType ArgumentError AsyncHostCall AuditDecision AuditLog AuditLogError AuditOutcome
        AuditedCall AuditedLimit AuditedValue Auditor BindingError Budget BudgetClocks BudgetUnit BufferInput BufferOutput
        CallError CallFrame CallGroup CallParameter CallSelector CallSummary CallValues CallbackInput
        CallbackOutput Capability ClockID CoarseClocks CoreDump CoreDumpError CoverageError DebugInformation
        DebugInformationError DebugSummary DebuggerError DecodeError Denials DirectoryEntry DiscardError Errno
        ExportedFunctions ExternType External ExternalKind ExternalReference Feature FileAccess FileAdvice
        FileFormat FileFormatError FileName FileStatus FileTimeChange FileTimes FileType FolderItem
        FolderPermissions FolderQuota FrameValue Function FunctionType Global GlobalType GuestBuffers GuestBytes
        GuestCall GuestCoverage GuestExit GuestFunction GuestJSON GuestMemory GuestProfile GuestSession
        GuestString HeapType HostCall HostClocks HostConnection HostDebugPort HostDebugPortError HostEffects
        HostFileError HostFolder HostFunction HostInput HostInterruption HostListener HostMemoryKind HostModule
        HostObject HostOutput HostPath HostPrice HostPrices HostRandomSource HostSuspension HostUsage HostWork
        ImportRemedy Importable Imports IndexKind Instance InstancePool Instruments InternalReference
        InterruptReason Interrupted Interruption LimitRefusals LimitedOutput LineRow LinkError LogLevel
        MemoryAccessError MemoryFolder MemoryType MigrationError MissingImport Module ModuleDigest ModuleExport
        ModuleImport ModuleSize Name NestboxError NestboxVersion NullStream ObservedHostCall OverlayChange
        OverlayFolder ParseError Policy PolicyEntries PolicyError PolicyFileError PoolError PooledInstance
        Profile ProfileClock ProfileComparison ProfileError Recording RecordingError RecordingFailure
        RemoteDebugger ReplayDifference ReplaySession SeededRandomSource SessionRecording SharedImports
        SizeLimits Snapshot SnapshotError SnapshotFile SourceFile SourceLocation SourceMap Store StoreEvent
        StoreLimits StoreObserver StringRule Suspension Table TableType Tag TraceFormatter TransferError Trap
        ValidationError Value ValueType VirtualClocks VolumeDirectory WASI WASIBuffering WASIClocks
        WASIConfiguration WASIConfigurationError WASIConnection WASIDirectory WASIDirectoryListing WASIFile
        WASIFunction WASIInputStream WASIListener WASIOutputStream WASIRandomSource WASIReadiness WASIRefusal
        WASIResolution WasmException WasmLane WasmLane16 WasmLane32 WasmLane64 WasmLane8 WasmReference
        WasmTransferable WasmValue
        """

    /// The public types of Swift's library, without those that have other names today.
    private static let swiftTypes = """
        Swift Actor AdditiveArithmetic AnyActor AnyBidirectionalCollection AnyClass AnyCollection AnyHashable
        AnyIndex AnyIterator AnyKeyPath AnyObject AnyRandomAccessCollection AnyRegexOutput AnySequence Array
        ArraySlice AsyncCompactMapSequence AsyncDropFirstSequence AsyncDropWhileSequence AsyncFilterSequence
        AsyncFlatMapSequence AsyncIteratorProtocol AsyncMapSequence AsyncPrefixSequence AsyncPrefixWhileSequence
        AsyncSequence AsyncStream AsyncThrowingCompactMapSequence AsyncThrowingDropWhileSequence
        AsyncThrowingFilterSequence AsyncThrowingFlatMapSequence AsyncThrowingMapSequence
        AsyncThrowingPrefixWhileSequence AsyncThrowingStream Atomic AtomicLazyReference AtomicLoadOrdering
        AtomicOptionalRepresentable AtomicRepresentable AtomicStoreOrdering AtomicUpdateOrdering
        BidirectionalCollection BinaryFloatingPoint BinaryInteger BitwiseCopyable Bool BooleanLiteralType CBool
        CChar CChar16 CChar32 CChar8 CDouble CFloat CFloat16 CInt CLong CLongDouble CLongLong CShort CSignedChar
        CUnsignedChar CUnsignedInt CUnsignedLong CUnsignedLongLong CUnsignedShort CVaListPointer CVarArg
        CWideChar CancellationError CaseIterable Character CheckedContinuation Clock ClosedRange Codable
        CodingKey CodingKeyRepresentable CodingUserInfoKey Collection CollectionDifference CollectionOfOne
        CommandLine Comparable ContiguousArray ContinuousClock Copyable CountableClosedRange
        CountablePartialRangeFrom CountableRange CustomConsumingRegexComponent CustomDebugStringConvertible
        CustomLeafReflectable CustomPlaygroundDisplayConvertible CustomReflectable CustomStringConvertible
        DSLTree Decodable Decoder DecodingError DefaultBidirectionalIndices DefaultIndices
        DefaultRandomAccessIndices DefaultStringInterpolation Dictionary DictionaryIterator DictionaryLiteral
        DiscardingTaskGroup DiscontiguousSlice Double DropFirstSequence DropWhileSequence Duration
        DurationProtocol EmptyCollection EmptyIterator Encodable Encoder EncodingError EnumeratedIterator
        EnumeratedSequence Equatable Error Escapable Executor ExecutorFactory ExecutorJob
        ExpressibleByArrayLiteral ExpressibleByBooleanLiteral ExpressibleByDictionaryLiteral
        ExpressibleByExtendedGraphemeClusterLiteral ExpressibleByFloatLiteral ExpressibleByIntegerLiteral
        ExpressibleByNilLiteral ExpressibleByStringInterpolation ExpressibleByStringLiteral
        ExpressibleByUnicodeScalarLiteral FixedWidthInteger FlattenBidirectionalCollection FlattenCollection
        FlattenSequence Float Float16 Float32 Float64 Float80 FloatLiteralType FloatingPoint
        FloatingPointClassification FloatingPointRoundingRule FloatingPointSign GlobalActor Hashable Hasher
        Identifiable ImplicitlyUnwrappedOptional IndexingIterator InlineArray InstantProtocol Int Int128 Int16
        Int32 Int64 Int8 IntegerLiteralType IteratorProtocol IteratorSequence Job JobPriority JoinedIterator
        JoinedSequence KeyPath KeyValuePairs KeyedDecodingContainer KeyedDecodingContainerProtocol
        KeyedEncodingContainer KeyedEncodingContainerProtocol LazyBidirectionalCollection LazyCollection
        LazyCollectionProtocol LazyDropWhileBidirectionalCollection LazyDropWhileCollection
        LazyDropWhileIterator LazyDropWhileSequence LazyFilterBidirectionalCollection LazyFilterCollection
        LazyFilterIterator LazyFilterSequence LazyMapBidirectionalCollection LazyMapCollection LazyMapIterator
        LazyMapRandomAccessCollection LazyMapSequence LazyPrefixWhileBidirectionalCollection
        LazyPrefixWhileCollection LazyPrefixWhileIterator LazyPrefixWhileSequence LazyRandomAccessCollection
        LazySequence LazySequenceProtocol LosslessStringConvertible MainActor MainExecutor ManagedBuffer
        ManagedBufferPointer MemoryLayout Mirror MutableCollection MutableRawSpan MutableSpan Mutex Never
        Numeric ObjectIdentifier Observable ObservationRegistrar ObservationTracking Observations OpaquePointer
        OptionSet Optional OutputRawSpan OutputSpan PartialAsyncTask PartialKeyPath PartialRangeFrom
        PartialRangeThrough PartialRangeUpTo PlatformExecutorFactory PrefixSequence RandomAccessCollection
        RandomNumberGenerator Range RangeExpression RangeReplaceableCollection RangeSet RawRepresentable RawSpan
        ReferenceID ReferenceWritableKeyPath Regex RegexComponent RegexRepetitionBehavior RegexSemanticLevel
        RegexWordBoundaryKind Repeated Result ReversedCollection ReversedRandomAccessCollection RunLoopExecutor
        SIMD SIMD16 SIMD2 SIMD3 SIMD32 SIMD4 SIMD64 SIMD8 SIMDMask SIMDScalar SIMDStorage SchedulingExecutor
        Sendable SendableMetatype Sequence SerialExecutor Set SetAlgebra SetIterator SignedInteger SignedNumeric
        SingleValueDecodingContainer SingleValueEncodingContainer Slice Span StaticBigInt StaticString
        StrideThrough StrideThroughIterator StrideTo StrideToIterator Strideable String
        StringInterpolationProtocol StringLiteralType StringProtocol Substring SuspendingClock
        SystemRandomNumberGenerator Task TaskExecutor TaskGroup TaskPriority TextOutputStream
        TextOutputStreamable ThrowingDiscardingTaskGroup ThrowingTaskGroup UInt UInt128 UInt16 UInt32 UInt64
        UInt8 UTF16 UTF32 UTF8 UTF8Span UnboundedRange UnfoldFirstSequence UnfoldSequence Unicode UnicodeCodec
        UnicodeDecodingResult UnicodeScalar UnicodeScalarType UnkeyedDecodingContainer UnkeyedEncodingContainer
        Unmanaged UnownedJob UnownedSerialExecutor UnownedTaskExecutor UnsignedInteger Void WordPair
        WritableKeyPath Zip2Iterator Zip2Sequence
        """

    /// Frequent types of Foundation.
    private static let foundationTypes = """
        Bundle Calendar Data Date DateFormatter DateInterval Decimal FileHandle FileManager Formatter Foundation
        Host IndexPath IndexSet JSONDecoder JSONEncoder Locale Measurement Notification NotificationCenter
        Operation OperationQueue Pipe Port Predicate Process ProcessInfo Progress PropertyListDecoder
        PropertyListEncoder RunLoop Scanner Stream Thread TimeInterval TimeZone Timer URL URLComponents URLRequest
        URLSession UUID UserDefaults
        """

    /// Whether a type with a name would hide another one. Swift's library has many whose names begin with one word.
    static func hidesType(_ name: String) -> Bool { name.hasPrefix("Unsafe") || visibleTypes.contains(name) }

    /// The names of all these types.
    static let visibleTypes = Set(
        [nestboxTypes, swiftTypes, foundationTypes].flatMap { $0.split { $0.isWhitespace }.map(String.init) })
}
