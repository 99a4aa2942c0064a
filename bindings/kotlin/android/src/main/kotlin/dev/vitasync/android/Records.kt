package dev.vitasync.android

import androidx.health.connect.client.records.*
import androidx.health.connect.client.records.metadata.Device
import androidx.health.connect.client.records.metadata.Metadata
import dev.vitasync.PushMeasured
import dev.vitasync.PushPoint
import dev.vitasync.PushRecord
import dev.vitasync.PushRoutePoint
import dev.vitasync.PushSleep
import dev.vitasync.PushSleepStage
import dev.vitasync.PushSource
import dev.vitasync.PushValue
import dev.vitasync.PushWorkout
import java.time.Instant
import java.time.ZoneOffset
import kotlin.reflect.KClass

/** By names of its own: those of the classes are gone once an app is shrunk. */
private val classes: Map<String, KClass<out Record>> = mapOf(
    "StepsRecord" to StepsRecord::class,
    "DistanceRecord" to DistanceRecord::class,
    "ElevationGainedRecord" to ElevationGainedRecord::class,
    "FloorsClimbedRecord" to FloorsClimbedRecord::class,
    "WheelchairPushesRecord" to WheelchairPushesRecord::class,
    "ActiveCaloriesBurnedRecord" to ActiveCaloriesBurnedRecord::class,
    "TotalCaloriesBurnedRecord" to TotalCaloriesBurnedRecord::class,
    "BasalMetabolicRateRecord" to BasalMetabolicRateRecord::class,
    "HeartRateRecord" to HeartRateRecord::class,
    "RestingHeartRateRecord" to RestingHeartRateRecord::class,
    "HeartRateVariabilityRmssdRecord" to HeartRateVariabilityRmssdRecord::class,
    "OxygenSaturationRecord" to OxygenSaturationRecord::class,
    "RespiratoryRateRecord" to RespiratoryRateRecord::class,
    "BodyTemperatureRecord" to BodyTemperatureRecord::class,
    "BasalBodyTemperatureRecord" to BasalBodyTemperatureRecord::class,
    "BloodGlucoseRecord" to BloodGlucoseRecord::class,
    "BloodPressureRecord" to BloodPressureRecord::class,
    "WeightRecord" to WeightRecord::class,
    "HeightRecord" to HeightRecord::class,
    "BodyFatRecord" to BodyFatRecord::class,
    "LeanBodyMassRecord" to LeanBodyMassRecord::class,
    "BoneMassRecord" to BoneMassRecord::class,
    "BodyWaterMassRecord" to BodyWaterMassRecord::class,
    "Vo2MaxRecord" to Vo2MaxRecord::class,
    "HydrationRecord" to HydrationRecord::class,
    "PowerRecord" to PowerRecord::class,
    "SpeedRecord" to SpeedRecord::class,
    "StepsCadenceRecord" to StepsCadenceRecord::class,
    "CyclingPedalingCadenceRecord" to CyclingPedalingCadenceRecord::class,
    "SleepSessionRecord" to SleepSessionRecord::class,
    "ExerciseSessionRecord" to ExerciseSessionRecord::class,
)

private val types: Map<KClass<out Record>, String> = classes.entries.associate { (type, record) -> record to type }

/** The types that are read. */
public val healthConnectTypes: Set<String> get() = classes.keys

/** Finds the class of a type. */
internal fun recordClass(type: String): KClass<out Record> =
    requireNotNull(classes[type]) { "$type is not a type that is read" }

/** Writes a measurement as the server reads it; nothing where it is a session. */
internal fun measurement(record: Record): PushRecord? = when (record) {
    is StepsRecord -> interval(record, record.count, "count")
    is WheelchairPushesRecord -> interval(record, record.count, "count")
    is FloorsClimbedRecord -> interval(record, record.floors, "count")
    is DistanceRecord -> interval(record, record.distance.inMeters, "m")
    is ElevationGainedRecord -> interval(record, record.elevation.inMeters, "m")
    is ActiveCaloriesBurnedRecord -> interval(record, record.energy.inKilocalories, "kcal")
    is TotalCaloriesBurnedRecord -> interval(record, record.energy.inKilocalories, "kcal")
    is HydrationRecord -> interval(record, record.volume.inMilliliters, "mL")
    is BasalMetabolicRateRecord -> instant(record, record.basalMetabolicRate.inKilocaloriesPerDay, "kcal/day")
    is RestingHeartRateRecord -> instant(record, record.beatsPerMinute, "bpm")
    is HeartRateVariabilityRmssdRecord -> instant(record, record.heartRateVariabilityMillis, "ms")
    is OxygenSaturationRecord -> instant(record, record.percentage.value, "%")
    is BodyFatRecord -> instant(record, record.percentage.value, "%")
    is RespiratoryRateRecord -> instant(record, record.rate, "/min")
    is BodyTemperatureRecord -> instant(record, record.temperature.inCelsius, "degC")
    is BasalBodyTemperatureRecord -> instant(record, record.temperature.inCelsius, "degC")
    is BloodGlucoseRecord -> instant(record, record.level.inMilligramsPerDeciliter, "mg/dL")
    is WeightRecord -> instant(record, record.weight.inKilograms, "kg")
    is LeanBodyMassRecord -> instant(record, record.mass.inKilograms, "kg")
    is BoneMassRecord -> instant(record, record.mass.inKilograms, "kg")
    is BodyWaterMassRecord -> instant(record, record.mass.inKilograms, "kg")
    is HeightRecord -> instant(record, record.height.inMeters, "m")
    is Vo2MaxRecord -> instant(record, record.vo2MillilitersPerMinuteKilogram, "mL/kg/min")
    is BloodPressureRecord -> at(record, record.time, null, record.zoneOffset, null).copy(
        values = listOf(
            PushMeasured("systolic", record.systolic.inMillimetersOfMercury, "mmHg"),
            PushMeasured("diastolic", record.diastolic.inMillimetersOfMercury, "mmHg"),
        ),
    )
    is HeartRateRecord -> series(record, "bpm", record.samples.map { PushPoint(it.time, it.beatsPerMinute.toDouble()) })
    is PowerRecord -> series(record, "W", record.samples.map { PushPoint(it.time, it.power.inWatts) })
    is SpeedRecord -> series(record, "m/s", record.samples.map { PushPoint(it.time, it.speed.inMetersPerSecond) })
    is StepsCadenceRecord -> series(record, "/min", record.samples.map { PushPoint(it.time, it.rate) })
    is CyclingPedalingCadenceRecord -> series(record, "/min", record.samples.map { PushPoint(it.time, it.revolutionsPerMinute) })
    else -> null
}

/** Writes a night. Stages go by the numbers of the library. */
internal fun night(record: Record): PushSleep? = (record as? SleepSessionRecord)?.run {
    PushSleep(
        startDate = startTime, endDate = endTime, id = metadata.id, lastModified = metadata.lastModifiedTime,
        zoneOffset = startZoneOffset?.id, endZoneOffset = endZoneOffset?.id,
        stages = stages.map { PushSleepStage(it.stage.toString(), it.startTime, it.endTime) },
        title = title, notes = notes, source = source(metadata),
    )
}

/** Writes a workout. The sport goes by the number of the library; the way only where the person has shared it. */
internal fun workout(record: Record): PushWorkout? = (record as? ExerciseSessionRecord)?.run {
    val route = (exerciseRouteResult as? ExerciseRouteResult.Data)?.exerciseRoute?.route.orEmpty()
    PushWorkout(
        kind = PushValue.Number(exerciseType.toDouble()), startDate = startTime, endDate = endTime, id = metadata.id,
        lastModified = metadata.lastModifiedTime, zoneOffset = startZoneOffset?.id, endZoneOffset = endZoneOffset?.id,
        title = title, notes = notes,
        route = route.map { PushRoutePoint(it.time, it.latitude, it.longitude, altitude = it.altitude?.inMeters) },
        source = source(metadata),
    )
}

private fun interval(record: IntervalRecord, value: Number, unit: String): PushRecord =
    at(record, record.startTime, record.endTime, record.startZoneOffset, record.endZoneOffset)
        .copy(value = PushValue.Number(value.toDouble()), unit = unit)

private fun instant(record: InstantaneousRecord, value: Number, unit: String): PushRecord =
    at(record, record.time, null, record.zoneOffset, null).copy(value = PushValue.Number(value.toDouble()), unit = unit)

private fun series(record: IntervalRecord, unit: String, samples: List<PushPoint>): PushRecord =
    at(record, record.startTime, record.endTime, record.startZoneOffset, record.endZoneOffset).copy(samples = samples, unit = unit)

private fun at(record: Record, start: Instant, end: Instant?, offset: ZoneOffset?, endOffset: ZoneOffset?) = PushRecord(
    kind = types.getValue(record::class), startDate = start, endDate = end, id = record.metadata.id,
    lastModified = record.metadata.lastModifiedTime, zoneOffset = offset?.id, endZoneOffset = endOffset?.id,
    source = source(record.metadata),
)

private fun source(metadata: Metadata) = PushSource(
    appId = metadata.dataOrigin.packageName,
    deviceManufacturer = metadata.device?.manufacturer,
    deviceModel = metadata.device?.model,
    deviceType = when (metadata.device?.type) {
        Device.TYPE_WATCH -> "watch"
        Device.TYPE_PHONE -> "phone"
        Device.TYPE_SCALE -> "scale"
        Device.TYPE_RING -> "ring"
        Device.TYPE_FITNESS_BAND -> "fitness_band"
        Device.TYPE_CHEST_STRAP -> "chest_strap"
        else -> null
    },
    recordingMethod = when (metadata.recordingMethod) {
        Metadata.RECORDING_METHOD_ACTIVELY_RECORDED -> "active"
        Metadata.RECORDING_METHOD_AUTOMATICALLY_RECORDED -> "automatic"
        Metadata.RECORDING_METHOD_MANUAL_ENTRY -> "manual"
        else -> "unknown"
    },
)
