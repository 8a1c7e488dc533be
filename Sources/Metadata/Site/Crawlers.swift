/// Crawlers that fetch pictures or feed models, by what they collect for (their operators' own pages, and
/// ai-robots-txt/ai.robots.txt, November 2026; the sorting by purpose is ours).
enum Crawlers {
  struct Group {
    let purpose: OptOut
    /// Who they are and whether they heed robots.txt.
    let comment: String
    let agents: [String]
  }

  static let groups = [
    Group(
      purpose: .generativeTraining,
      comment:
        "Training of generative models. Their operators say that they honour this; Bytespider has been seen not to.",
      agents: [
        "GPTBot", "ClaudeBot", "anthropic-ai", "Claude-Web", "Google-Extended", "Applebot-Extended", "CCBot",
        "meta-externalagent", "meta-webindexer", "FacebookBot", "Amazonbot", "Bytespider", "TikTokSpider", "cohere-ai",
        "cohere-training-data-crawler", "AI2Bot", "Ai2Bot-Dolma", "AI2Bot-DeepResearchEval", "PanguBot", "PetalBot",
        "Timpibot", "ChatGLM-Spider", "Cotoyogi", "DeepSeekBot", "Kangaroo Bot", "Poseidon Research Crawler",
        "SBIntuitionsBot", "WRTNBot", "YandexAdditional", "YandexAdditionalBot",
      ]),
    Group(
      purpose: .generativeTraining,
      comment:
        "Names found in lists: img2dataset and LAION's downloaders read headers (X-Robots-Tag), and not this file.",
      agents: ["img2dataset", "LAIONDownloader", "laion-huggingface-processor"]),
    Group(
      purpose: .otherTraining, comment: "Training of other models, and data sets for it.",
      agents: [
        "ImagesiftBot", "imageSpider", "VelenPublicWebCrawler", "ICC-Crawler", "Webzio-Extended", "FriendlyCrawler",
        "Brightbot", "Spider", "LCC",
      ]),
    Group(
      purpose: .dataMining, comment: "Text and data mining as a business.",
      agents: ["Diffbot", "omgili", "omgilibot", "Scrapy", "magpie-crawler", "Awario"]),
    Group(
      purpose: .modelInput,
      comment:
        "Pictures and pages as input of a model at the moment somebody asks. Some of these say that a user's wish counts for more.",
      agents: [
        "ChatGPT-User", "ChatGPT Agent", "OAI-SearchBot", "Operator", "Claude-User", "Claude-SearchBot",
        "Perplexity-User", "PerplexityBot", "meta-externalfetcher", "DuckAssistBot", "MistralAI-User",
        "Google-CloudVertexBot", "CloudVertexBot", "Google-Agent", "GoogleAgent-Mariner", "Google-NotebookLM",
        "Gemini-Deep-Research", "Amzn-SearchBot", "Amzn-User", "AzureAI-SearchBot", "bedrockbot", "Crawl4AI", "Devin",
        "FirecrawlAgent", "Manus-User", "NovaAct", "QuillBot", "TavilyBot", "YouBot",
      ]),
    Group(
      purpose: .all,
      comment: "Crawlers whose operators use one name for research, search features and models.",
      agents: ["GoogleOther", "GoogleOther-Image", "GoogleOther-Video", "Bravebot"]),
  ]
}
