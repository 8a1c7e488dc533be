# A Homebrew formula that builds Lacquer from source. It has not been tried: no Mac took part in its making. Whoever publishes
# it sets homepage and head to the address of the repository.
class Lacquer < Formula
  desc "Protect pictures before they are uploaded"
  homepage "https://lacquer.example"
  license "Apache-2.0"
  head "https://lacquer.example/lacquer.git", branch: "main"

  depends_on "pkgconf" => :build
  depends_on xcode: ["16.3", :build]
  depends_on "jpeg-turbo"
  depends_on "libdeflate"
  depends_on "libpng"
  depends_on "little-cms2"
  depends_on "onnxruntime"
  depends_on "pango"

  uses_from_macos "expat"
  uses_from_macos "sqlite"

  def install
    ENV.prepend_path "PKG_CONFIG_PATH", Formula["jpeg-turbo"].opt_lib/"pkgconfig"
    system "swift", "build", "--disable-sandbox", "-c", "release", "--product", "lacquer"
    bin.install ".build/release/lacquer"
    (share/"lacquer").install "Sources/Surrogates/Models" => "models"
    generate_completions_from_executable(bin/"lacquer", "--generate-completion-script",
                                         shells: [:bash, :zsh, :fish], shell_parameter_format: :none)
  end

  test do
    cp test_fixtures("test.png"), "picture.png"
    system bin/"lacquer", "protect", "picture.png", "--no-perturb", "--no-mark", "--output", "out"
    assert_path_exists testpath/"out/picture.png"
  end
end
