import GRDB

/// The tables, step by step: a step that was released is never changed, only followed.
enum Schema {
  /// The table with a row for each copy that was made.
  static let copies = "copy"

  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("copies") { database in
      try database.create(table: copies) { table in
        table.autoIncrementedPrimaryKey("number")
        table.column("time", .text).notNull()
        table.column("input", .text).notNull()
        table.column("output", .text).notNull()
        table.column("sha256_in", .text).notNull().indexed()
        table.column("sha256_out", .text).notNull()
        table.column("perceptual_hash", .text)
        table.column("width", .integer).notNull()
        table.column("height", .integer).notNull()
        table.column("mark", .text)
        table.column("key", .text)
        table.column("recipient", .text)
        table.column("recipe", .text).notNull()
        table.column("figures", .jsonText).notNull()
        // Copies for different people may have the same bytes where a picture is too small for a mark.
        table.uniqueKey(["sha256_out", "output"])
      }
      try database.create(
        index: "copy_mark", on: copies, columns: ["mark", "key"],
        condition: Column("mark") != nil)
    }
    return migrator
  }
}
