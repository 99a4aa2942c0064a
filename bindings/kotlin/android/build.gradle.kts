// The part that needs Google's repository. Build it inside an Android project: `include(":vitasync-android")`.
plugins {
    id("com.android.library")
    kotlin("android")
}

android {
    namespace = "dev.vitasync.android"
    compileSdk = 36
    defaultConfig { minSdk = 26 }
    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_11
        targetCompatibility = JavaVersion.VERSION_11
    }
    // libvitasync_ffi.so for each ABI, by `cargo ndk -o src/main/jniLibs build --release -p vitasync-uniffi`.
    sourceSets["main"].jniLibs.srcDir("src/main/jniLibs")
}

dependencies {
    // On Android, JNA comes as an .aar, so the plain jar is left out.
    api("dev.vitasync:vitasync:0.1.0") { exclude(group = "net.java.dev.jna") }
    implementation("net.java.dev.jna:jna:5.19.1@aar")
    implementation("androidx.health.connect:connect-client:1.1.0")
}
