import CKernels

/// Controls whether the allocator keeps the memory of freed planes or returns it to the system.
public enum FreedMemory {
  /// Keeps up to 32 MiB of freed memory in the process instead of giving it back to the system at once.
  ///
  /// Work on tiles makes and drops planes of a megabyte all the time; fetching and clearing their pages anew took a third
  /// of Butteraugli's and FLIP's time. For programs to call once, at their start. Does nothing where the allocator is not
  /// glibc's.
  public static func keep() {
    ck_keep_freed_memory()
  }

  /// Gives back what is kept: before work that needs much memory of other sizes than the work before.
  public static func giveBack() {
    ck_give_back_freed_memory()
  }
}
