// So that SwiftPM sees a C target where the library comes from a folder.
#include "VitaSyncFFI.h"
