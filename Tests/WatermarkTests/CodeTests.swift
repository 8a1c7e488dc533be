import Testing

@testable import Watermark
