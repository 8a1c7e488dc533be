import Raster

/// The tuned weights of the error norms, which maps a scale needs because of them, and the blur under the local moments.
enum SSIMULACRA2Weights {
  /// The blur of local moments is a recursive approximation of a Gaussian of σ 1.5 (Charalampidis 2016, "Recursive Implementation of the
  /// Gaussian Filter Using Truncated Cosine Functions"), whose impulse response is these nine weights; zeros outside.
  static let blur = FIRFilter(weights: [
    0.009414367809653733, 0.03601111465836439, 0.10933537277746035, 0.21292859201042227, 0.2646211054881986,
    0.21292859201042227, 0.10933537277746035, 0.03601111465836439, 0.009414367809653733,
  ])

  /// Which error maps of a channel at one scale have any weight.
  struct Terms: Sendable {
    var structure: Bool
    var edges: Bool
  }

  /// The weight of a norm. Terms: 1-norms of structure, ringing, lost detail, then their 4-norms.
  ///
  /// The list runs on without gaps over channels and the scales that there are, so small pictures, which have fewer
  /// scales, use the weights of other scales and channels: so does the reference, whose scores are the aim.
  static func weight(channel: Int, scale: Int, of scales: Int, term: Int) -> Double {
    table[(channel * scales + scale) * 6 + term]
  }

  /// Which maps the three channels need at a scale. Maps without weight need not be computed.
  static func terms(scale: Int, of scales: Int) -> [Terms] {
    (0..<3).map { channel in
      let used = (0..<6).map { weight(channel: channel, scale: scale, of: scales, term: $0) != 0 }
      return Terms(structure: used[0] || used[3], edges: used[1] || used[2] || used[4] || used[5])
    }
  }

  // In the reference's order: six for each channel at each of six scales.
  // swift-format-ignore
  private static let table: [Double] = [
    // X
    0.0, 0.0007376606707406586, 0.0, 0.0, 0.0007793481682867309, 0.0,
    0.0, 0.0004371155730107379, 0.0, 1.1041726426657346, 0.00066284834129271, 0.00015231632783718752,
    0.0, 0.0016406437456599754, 0.0, 1.8422455520539298, 11.441172603757666, 0.0,
    0.0007989109436015163, 0.000176816438078653, 0.0, 1.8787594979546387, 10.94906990605142, 0.0,
    0.0007289346991508072, 0.9677937080626833, 0.0,
    0.00014003424285435884, 0.9981766977854967, 0.00031949755934435053,
    0.0004550992113792063, 0.0, 0.0, 0.0013648766163243398, 0.0, 0.0,
    // Y
    0.0, 0.0, 0.0, 7.466890328078848, 0.0, 17.445833984131262,
    0.0006235601634041466, 0.0, 0.0, 6.683678146179332, 0.00037724407979611296, 1.027889937768264,
    225.20515300849274, 0.0, 0.0, 19.213238186143016, 0.0011401524586618361, 0.001237755635509985,
    176.39317598450694, 0.0, 0.0, 24.43300999870476, 0.28520802612117757, 0.0004485436923833408,
    0.0, 0.0, 0.0, 34.77906344483772, 44.835625328877896, 0.0,
    0.0, 0.0, 0.0, 0.0, 0.0, 0.0,
    // B − Y
    0.0, 0.0008680556573291698, 0.0, 0.0, 0.0, 0.0,
    0.0, 0.0005313191874358747, 0.0, 0.00016533814161379112, 0.0, 0.0,
    0.0, 0.0, 0.0, 0.0004179171803251336, 0.0017290828234722833, 0.0,
    0.0020827005846636437, 0.0, 0.0, 8.826982764996862, 23.19243343998926, 0.0,
    95.1080498811086, 0.9863978034400682, 0.9834382792465353,
    0.0012286405048278493, 171.2667255897307, 0.9807858872435379,
    0.0, 0.0, 0.0, 0.0005130064588990679, 0.0, 0.00010854057858411537,
  ]
}
