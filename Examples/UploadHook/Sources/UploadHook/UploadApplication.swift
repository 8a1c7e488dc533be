import Hummingbird

extension UploadHook {
  /// The server: `POST /pictures` protects a picture, `GET /health` answers 200.
  public func application(host: String, port: Int) -> some ApplicationProtocol {
    let router = Router()
    router.post("pictures") { request, _ in await self.answer(request) }
    router.get("health") { _, _ in HTTPResponse.Status.ok }
    return Application(
      router: router, configuration: ApplicationConfiguration(address: .hostname(host, port: port)))
  }
}
